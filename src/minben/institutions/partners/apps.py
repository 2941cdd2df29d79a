from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "minben.institutions.partners"
    label = "partners"

"""Tells Django that the telephone exists."""

from django.apps import AppConfig


class TelephoneConfig(AppConfig):
    name = "minben.needs.telephone"
    label = "telephone"

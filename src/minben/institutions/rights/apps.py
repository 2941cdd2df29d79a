from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "minben.institutions.rights"
    label = "rights"

    def ready(self) -> None:
        from minben.institutions.rights import checks  # noqa: F401  # registers the system check

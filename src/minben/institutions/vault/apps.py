from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "minben.institutions.vault"
    label = "vault"

    def ready(self) -> None:
        from minben.institutions.vault import checks  # noqa: F401  # registers the system check

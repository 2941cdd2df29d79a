from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "minben.accounts"
    label = "accounts"

    def ready(self) -> None:
        from minben.accounts import checks  # noqa: F401  # registers the system check

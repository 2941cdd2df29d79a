from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "minben.accounts"
    label = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        from minben.accounts import checks  # noqa: F401  # registers the system check

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "minben.accounts"
    label = "accounts"

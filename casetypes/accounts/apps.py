from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "casetypes.accounts"
    label = "accounts"

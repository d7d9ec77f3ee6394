from django.apps import AppConfig


class AccountPagesConfig(AppConfig):
    name = "cms.account"
    label = "account"

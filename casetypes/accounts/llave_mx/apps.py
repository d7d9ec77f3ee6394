from django.apps import AppConfig


class LlaveMxConfig(AppConfig):
    name = "casetypes.accounts.llave_mx"
    label = "llave_mx"

from django.apps import AppConfig


class LlaveMxPagesConfig(AppConfig):
    name = "cms.account.llave_mx"
    label = "llave_mx_pages"

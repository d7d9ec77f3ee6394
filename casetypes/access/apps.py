from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "casetypes.access"
    label = "access"

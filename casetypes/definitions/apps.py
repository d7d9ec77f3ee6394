from django.apps import AppConfig


class DefinitionsConfig(AppConfig):
    name = "casetypes.definitions"
    label = "definitions"

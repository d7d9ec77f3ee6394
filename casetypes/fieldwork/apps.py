from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "casetypes.fieldwork"
    label = "fieldwork"

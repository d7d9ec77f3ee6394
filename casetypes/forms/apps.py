from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "casetypes.forms"
    label = "case_forms"

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "casetypes.cases"
    label = "cases"

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "casetypes.surveys"
    label = "surveys"

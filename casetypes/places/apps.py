from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "casetypes.places"
    label = "places"

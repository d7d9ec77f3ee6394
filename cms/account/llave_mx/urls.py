"""Addresses of Llave MX; `comeback` is the one that a city registers at the Agency."""

from django.urls import path

from cms.account.llave_mx import views

app_name = "llave_mx"

urlpatterns = [
    path("", views.enter, name="enter"),
    path("regreso/", views.comeback, name="comeback"),
    path("elegir/", views.choose, name="choose"),
    path("quitar/", views.remove, name="remove"),
]

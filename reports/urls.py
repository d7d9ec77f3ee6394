"""`/transparencia/datos/…` and `/transparencia/informes/…`: the same in every language."""

from django.urls import path, re_path

from reports import views

app_name = "reports"
urlpatterns = [
    re_path(r"^datos/(?P<period>[0-9A-Za-z-]{3,8})\.(?P<kind>csv|json)$", views.data, name="data"),
    path("informes/<str:period>-<str:language>.pdf", views.file, name="file"),
]

"""Addresses for looking at the style guide by itself: no page of the CMS, no database."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from cms.components.views import StyleGuide


def boundary(request: HttpRequest) -> HttpResponse:
    outline = settings.CITY_DIR / "zones" / "municipio.geojson"
    return HttpResponse(outline.read_bytes(), content_type="application/geo+json")


portal = ([path("mapa/municipio.json", boundary, name="boundary")], "portal")
urlpatterns = [
    path("guia-de-estilo/", StyleGuide.as_view(), name="styleguide"),
    path("", include(portal)),
]

"""Addresses of the citizen portal; each exists in every language of the site (English under /en/).

Pages of the CMS (/, /servicios/, /seguimiento/, …) are Wagtail's; these lie beside and beneath them.
"""

from django.urls import path
from django.views.decorators.cache import cache_control

from cms.components.views import StyleGuide, manifest
from cms.portal.views import act, check, done, leaving, maps, photo, prove, report, save, survey, track

app_name = "portal"

report_root = "servicios/<slug:slug>/reportar/"

urlpatterns = [
    path("buscar/", track.search, name="search"),
    path(report_root, report.start, name="report"),
    path(f"{report_root}revisar/", check.check, name="check"),
    path(f"{report_root}guardar/", save.save, name="save"),
    path(f"{report_root}borrar/", leaving.discard, name="discard"),
    path(f"{report_root}vencido/", save.expired, name="expired"),
    path(f"{report_root}foto/<str:token>/", photo.photo, name="photo"),
    path(f"{report_root}paso/<slug:page>/", report.page, name="page"),
    path("reportes/continuar/<str:secret>/", save.resume, name="resume"),
    path("reportes/<str:folio>/", done.done, name="done"),
    path("seguimiento/buscar/", track.find, name="find"),
    path("seguimiento/<str:folio>/", track.track, name="track"),
    path("seguimiento/<str:folio>/codigo/", prove.code, name="code"),
    path("seguimiento/<str:folio>/salir/", leaving.leave, name="leave"),
    path("seguimiento/<str:folio>/hacer/<slug:step>/", act.act, name="act"),
    path("salir/", leaving.leave_at_once, name="exit"),
    path("encuesta/<str:token>/", survey.survey, name="survey"),
    path("mapa/municipio.json", cache_control(public=True, max_age=3600)(maps.boundary), name="boundary"),
    path("mapa/zonas.json", cache_control(public=True, max_age=3600)(maps.zones), name="zones"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("mapa/colonias/", maps.suggest, name="suggest"),
    path("guia-de-estilo/", StyleGuide.as_view(), name="styleguide"),
]

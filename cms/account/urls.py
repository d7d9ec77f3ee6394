"""Addresses of the account; each exists in every language of the site (English under /en/)."""

from django.urls import path

from cms.account.views import (
    addresses,
    cases,
    data,
    deletion,
    download,
    drafts,
    enter,
    follows,
    not_mine,
    removal,
)

app_name = "account"

urlpatterns = [
    path("", cases.home, name="home"),
    path("entrar/", enter.enter, name="enter"),
    path("codigo/", enter.code, name="code"),
    path("salir/", enter.leave, name="leave"),
    path("borradores/", drafts.listed, name="drafts"),
    path("borradores/<int:number>/seguir/", drafts.resume, name="resume"),
    path("borradores/<int:number>/borrar/", drafts.discard, name="discard"),
    path("sigo/", follows.listed, name="follows"),
    path("sigo/<str:folio>/dejar/", follows.leave, name="unfollow"),
    path("dejar-de-seguir/<str:token>/", follows.leave_by_link, name="unfollow_link"),
    path("datos/", data.mine, name="data"),
    path("datos/idioma/", data.language, name="language"),
    path("datos/sesiones/", data.end_sessions, name="sessions"),
    path("datos/contactos/", addresses.add, name="add_address"),
    path("datos/contactos/codigo/", addresses.prove, name="prove_address"),
    path("datos/contactos/<int:number>/quitar/", removal.remove, name="remove_address"),
    path("datos/descargar/", download.readable, name="download"),
    path("datos/descargar.json", download.as_json, name="download_json"),
    path("datos/descargar.pdf", download.as_pdf, name="download_pdf"),
    path("no-es-mia/", not_mine.not_mine, name="not_mine"),
    path("eliminar/", deletion.delete, name="delete"),
]

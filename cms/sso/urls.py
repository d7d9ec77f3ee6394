"""Addresses of single sign-on, below /admin/sso/. A provider is told those of its key: see README, Single sign-on."""

from django.urls import path

from cms.sso import views
from cms.sso.saml import views as saml

urlpatterns = [
    path("<slug:provider>/", views.begin, name="sso_begin"),
    path("<slug:provider>/volver/", views.back, name="sso_return"),
    path("<slug:provider>/salir/", views.leave, name="sso_leave"),
    path("<slug:provider>/salida/", views.left, name="sso_left"),
    path("<slug:provider>/cierre/", views.told_to_leave, name="sso_told_to_leave"),
    path("saml/<slug:provider>/entrar/", saml.begin, name="sso_saml_begin"),
    path("saml/<slug:provider>/respuesta/", saml.posted, name="sso_saml_posted"),
    path("saml/<slug:provider>/volver/<str:token>/", saml.back, name="sso_saml_return"),
    path("saml/<slug:provider>/metadatos/", saml.metadata, name="sso_saml_metadata"),
]

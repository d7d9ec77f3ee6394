"""Addresses of signing in, below /admin/. Those of `OPEN` stand before Wagtail's own and need nobody signed in; the
others are Wagtail's to protect (it leads strangers to the sign-in)."""

from django.urls import path

from cms.identity.views import code, forgotten, lockouts, safety, set_up, sign_in

OPEN = [
    path("login/", sign_in.sign_in, name="identity_sign_in"),
    path("logout/", sign_in.sign_out, name="identity_sign_out"),
    path("entrar/codigo/", code.code, name="identity_code"),
    path("entrar/segundo-factor/", set_up.set_up, name="identity_set_up"),
    path("entrar/olvido/", forgotten.forgotten, name="identity_forgotten"),
    path("entrar/nueva/<str:encoded>/<str:token>/", forgotten.new_password, name="identity_new_password"),
]
SIGNED_IN = [
    path("seguridad/", safety.safety, name="identity_safety"),
    path("seguridad/confirmar/", safety.confirm, name="identity_confirm"),
    path("seguridad/aplicaciones/<int:app>/quitar/", safety.remove_app, name="identity_remove_app"),
    path("seguridad/codigos/", safety.new_codes, name="identity_new_codes"),
    path("seguridad/sesiones/<int:session>/cerrar/", safety.end_session, name="identity_end_session"),
    path("seguridad/sesiones/cerrar/", safety.end_others, name="identity_end_others"),
    path("seguridad/contrasena/", safety.change_password, name="identity_change_password"),
    path("accesos-cerrados/", lockouts.lockouts, name="identity_lockouts"),
    path("accesos-cerrados/<int:user>/abrir/", lockouts.unlock, name="identity_unlock"),
]
urlpatterns = OPEN

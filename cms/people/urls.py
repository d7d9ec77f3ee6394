"""Addresses of the administration of people, below /admin/. Wagtail asks for a signed-in member of staff on all."""

from django.urls import path

from cms.people.pages import absences, inviting, leaving, listing, person, posts, roster, tokens

urlpatterns = [
    path("personas/", listing.listing, name="people_list"),
    path("personas/descargar/", listing.as_file, name="people_file"),
    path("personas/invitar/", inviting.invite, name="people_invite"),
    path("personas/importar/", roster.bring_in, name="people_roster"),
    path("personas/importar/ejemplo/", roster.example, name="people_roster_example"),
    path("personas/cerrar-mesa/", posts.close_desk, name="people_close_desk"),
    path("personas/<int:pk>/", person.person, name="people_person"),
    path("personas/<int:pk>/datos/", person.change, name="people_change"),
    path("personas/<int:pk>/correo/", person.address, name="people_address"),
    path("personas/<int:pk>/hacer/<slug:what>/", person.act, name="people_act"),
    path("personas/<int:pk>/puestos/", posts.give, name="people_give"),
    path("personas/<int:pk>/puestos/<int:post>/terminar/", posts.end, name="people_end"),
    path("personas/<int:pk>/terminados/<int:ended>/devolver/", posts.give_back, name="people_give_back"),
    path("personas/<int:pk>/ausencias/", absences.enter, name="people_absence"),
    path("personas/<int:pk>/ausencias/<int:absence>/terminar/", absences.withdraw, name="people_absence_end"),
    path("personas/<int:pk>/baja/", leaving.leave, name="people_leave"),
    path("personas/<int:pk>/baja/cancelar/", leaving.stay, name="people_stay"),
    path("personas/<int:pk>/claves/", tokens.issue, name="people_token"),
    path("personas/<int:pk>/claves/<int:token>/retirar/", tokens.revoke, name="people_token_revoke"),
]

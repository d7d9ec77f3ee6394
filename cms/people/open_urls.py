"""Addresses that stand before Wagtail's own, below /admin/: links of letters, and what would be a second door."""

from django.urls import path, re_path

from cms.people import accepting
from cms.people.second_door import instead

urlpatterns = [
    path("invitacion/<str:token>/", accepting.invitation, name="people_invitation"),
    path("direccion/<str:token>/", accepting.address, name="people_address_proof"),
    re_path(r"^(?:users|groups)/(?P<rest>.*)$", instead, name="people_second_door"),
    re_path(r"^bulk/(?:access/user|auth/group)/(?P<rest>.*)$", instead, name="people_second_door_bulk"),
]

"""Appointing a named reader in a test: by the administrator of the cast, by the door of the admin."""

from datetime import date, timedelta

from django.utils import timezone

from casetypes.access import readers
from casetypes.access.actors import Actor, for_user
from casetypes.access.models import ReaderAppointment, User
from casetypes.access.readers import Appointing
from casetypes.kernel import clock

SECRET = "denuncia_servidor"


def today() -> date:
    return timezone.localdate(clock.now())


def appoint(person: Actor, service: str = SECRET, *, days: int | None = None) -> ReaderAppointment:
    """From today on; for `days` days when given."""
    until = None if days is None else today() + timedelta(days=days)
    appointing = Appointing(person.person_id, service, "Oficio CM/0001/2026", today(), until)
    return readers.appoint(appointing, actor=for_user(User.objects.get(username="admin")))

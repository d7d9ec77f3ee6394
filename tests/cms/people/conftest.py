"""Who walks the pages of the administration of people."""

import pytest
from django.test import Client

from casetypes.access.models import Absence, User
from casetypes.access.staff.places_of_roles import Place
from cms.people import tasks
from tests.access.acting_on_people import grant, in_days, user
from tests.cast import sign_in
from tests.cms.people.acting import of


@pytest.fixture
def admin(client: Client) -> Client:
    return sign_in(client, user("admin"))


@pytest.fixture
def vera(client: Client) -> Client:
    """Heads the potholes desk, where Sara works."""
    for name, role in (("vera", "supervisor"), ("sara", "control_desk")):
        User.objects.create(username=name, full_name=name.title(), is_staff=True)
        grant(name, role, Place(desk="bacheo"))
    return sign_in(client, user("vera"))


@pytest.fixture
def beto_away(admin, mailoutbox) -> list:
    """Beto is away today, Hugo stands in; the letters that were sent."""
    User.objects.filter(username="hugo").update(email="hugo@example.org")
    form = {"begins_on": in_days(0).isoformat(), "ends_on": in_days(3).isoformat(), "deputy": user("hugo").pk}
    assert admin.post(of("beto", "ausencias/"), form).status_code == 302
    tasks.send_deputy.run(Absence.objects.get().pk)
    return mailoutbox

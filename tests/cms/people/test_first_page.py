"""The first page: what waits for an administrator, and who stands in for whom."""

import pytest
from django.test import Client

from casetypes.access.models import Absence, Membership, User
from casetypes.access.staff.places_of_roles import Place
from casetypes.kernel import clock
from cms.people import tasks
from tests.access.acting_on_people import grant, in_days, user
from tests.cast import sign_in
from tests.cms.people.acting import LIST, names, of, text

pytestmark = pytest.mark.django_db


def test_a_deputy_is_told_by_letter(beto_away):
    (letter,) = beto_away
    assert letter.to == ["hugo@example.org"] and letter.subject == "Usted suple a Beto Agüero"
    assert ", del " in letter.body and "tiene sus puestos" in letter.body
    row = Absence.objects.get()
    Absence.objects.update(withdrawn_at=clock.now())
    assert not tasks.send_deputy.run(row.pk) and len(beto_away) == 1


def test_the_first_page_tells_the_deputy_and_the_absent_person(beto_away):
    hugo, beto = (text(sign_in(Client(), user(name)).get("/admin/")) for name in ("hugo", "beto"))
    assert "Usted suple a Beto Agüero hasta el" in hugo
    assert "Está registrada su ausencia hasta el" in beto
    assert "ausencia hasta" not in hugo


def test_the_first_page_of_an_administrator_tells_what_waits_and_where_it_is_done(beto_away, admin):
    grant("hugo", "control_desk", Place(desk="bacheo"), ends_on=in_days(2))
    user("carla").authenticators.all().delete()
    User.objects.bulk_create(User(username=f"p{n}", full_name=f"P {n}") for n in range(7))
    Membership.objects.bulk_create(Membership(user=user(f"p{n}"), role_id="steward") for n in range(7))
    page = text(admin.get("/admin/"))
    assert f'<a href="{of("beto")}">Beto Agüero</a>' in page and "suple" in page
    assert "Mesa de bacheo · mesa de control, hasta el" in page
    assert "?state=unproven" in page and "?state=ending" not in page
    assert names(admin.get(LIST, {"state": "ending"})) == {"hugo"}
    assert "Personas y accesos" not in text(sign_in(Client(), user("hugo")).get("/admin/"))


def test_an_administrator_for_whom_nothing_waits_is_told_so(admin):
    for person in User.objects.all():
        person.authenticators.get_or_create(
            name="Demo", defaults={"sealed_key": b"x", "confirmed_at": clock.now()}
        )
    assert "Nada pendiente." in text(admin.get("/admin/"))

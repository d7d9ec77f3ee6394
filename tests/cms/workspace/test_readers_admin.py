"""The page on which administrators appoint the named readers of confidential services."""

import pytest

from casetypes.access import readers
from casetypes.access.models import ReaderAppointment, User
from tests.readers import SECRET, appoint, today

pytestmark = pytest.mark.django_db
PAGE = "/admin/lectores/"


def asked(username: str, **changes: str) -> dict[str, str]:
    person = User.objects.get(username=username)
    form = {"service": SECRET, "user": str(person.pk), "begins_on": today().isoformat(), "ends_on": ""}
    return {**form, "reason": "Oficio CM/0002/2026", **changes}


def test_an_administrator_appoints_and_withdraws(signed_in, carla):
    browser = signed_in("admin")
    assert browser.post(PAGE, asked("carla")).status_code == 302
    assert readers.services_read_by(carla.person_id) == {SECRET}
    assert "Carla Montes" in browser.get(PAGE).content.decode()
    row = ReaderAppointment.objects.get()
    browser.post(f"{PAGE}{row.pk}/retirar/", {"because": ""})
    assert readers.services_read_by(carla.person_id) == {SECRET}
    browser.post(f"{PAGE}{row.pk}/retirar/", {"because": "Cambió de área"})
    assert readers.services_read_by(carla.person_id) == frozenset()
    assert "Cambió de área" in browser.get(PAGE).content.decode()


def test_only_people_of_the_named_posts_are_offered_and_never_oneself(signed_in, beto):
    page = signed_in("admin").get(PAGE)
    offered = {person.username for person in page.context["form"].fields["user"].queryset}
    assert offered == {"carla", "diego"}
    assert signed_in("admin").post(PAGE, asked("beto")).status_code == 422
    assert signed_in("admin").post(PAGE, asked("admin")).status_code == 422
    assert not ReaderAppointment.objects.exists()


def test_what_is_wrong_is_said_beside_its_field(signed_in):
    answer = signed_in("admin").post(PAGE, asked("carla", ends_on="2020-01-01"))
    assert answer.status_code == 422
    assert "Termina antes de empezar." in answer.content.decode()
    signed_in("admin").post(PAGE, asked("carla"))
    again = signed_in("admin").post(PAGE, asked("carla"))
    assert "ya está designada" in again.content.decode()


@pytest.mark.parametrize("name", ["beto", "carla", "diego", "gloria", "hugo", "irene"])
def test_nobody_else_sees_or_uses_the_page(signed_in, name, elena):
    row = appoint(elena)
    browser = signed_in(name)
    assert browser.get(PAGE).status_code in (302, 403)
    assert browser.post(PAGE, asked("diego")).status_code in (302, 403)
    browser.post(f"{PAGE}{row.pk}/retirar/", {"because": "Sí"})
    assert readers.current().count() == 1

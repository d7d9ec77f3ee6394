"""The page on which administrators appoint the named readers of confidential services."""

from datetime import timedelta

import pytest

from casetypes.access import readers
from casetypes.access.actors import Actor, for_user
from casetypes.access.models import ReaderAppointment, Role, User
from casetypes.kernel import clock
from cms.workspace import unread
from tests.readers import SECRET, appoint, today

pytestmark = pytest.mark.django_db
PAGE = "/admin/lectores/"
WARNING = "Nadie lee estos reportes confidenciales:"


@pytest.fixture
def admin_actor(db) -> Actor:
    return for_user(User.objects.get(username="admin"))


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
    browser.post(f"{PAGE}{row.pk}/retirar/", {"because": "Cambió de área", "nobody_left": "on"})
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


def test_who_can_appoint_is_warned_until_somebody_reads(signed_in, carla):
    browser = signed_in("admin")
    for address in ("/admin/", PAGE):
        assert WARNING in browser.get(address).content.decode(), address
    appoint(carla)
    for address in ("/admin/", PAGE):
        assert WARNING not in browser.get(address).content.decode(), address


@pytest.mark.parametrize("name", ["carla", "hugo"])
def test_nobody_else_is_warned(signed_in, name):
    assert WARNING not in signed_in(name).get("/admin/").content.decode()


def test_a_desk_that_manages_people_is_warned_too(signed_in, carla):
    Role.objects.filter(pk="control_desk").update(rights=["manage_people"])
    page = signed_in("carla").get("/admin/").content.decode()
    assert "Buen día, Carla Montes" in page and WARNING in page


@pytest.mark.parametrize("end", ["withdrawn", "over", "inactive", "without a post"])
def test_the_warning_comes_back_when_the_last_one_reads_no_more(signed_in, carla, end):
    row = appoint(carla, days=1)
    person = User.objects.get(pk=carla.person_id)
    now = clock.now()
    if end == "withdrawn":
        readers.withdraw(row.pk, because="Cambió de área", actor=carla)
    elif end == "over":
        now += timedelta(days=2)
    elif end == "inactive":
        User.objects.filter(pk=person.pk).update(is_active=False)
    else:
        person.memberships.all().delete()
    with clock.at(now):
        assert unread.titles()


def test_the_warning_costs_one_query_and_others_none(admin_actor, carla, diego, django_assert_num_queries):
    for person in (carla, diego):
        appoint(person)
    unread.titles()
    with django_assert_num_queries(1):
        assert unread.told(admin_actor) == []
    with django_assert_num_queries(0):
        unread.told(carla)


def test_the_last_reader_is_withdrawn_only_by_who_says_so(signed_in, carla, diego):
    browser, last, other = signed_in("admin"), appoint(carla), appoint(diego)
    assert "nobody_left" not in browser.get(PAGE).content.decode()
    browser.post(f"{PAGE}{other.pk}/retirar/", {"because": "Cambió de área"})
    assert "Es la última persona que lee: después nadie leerá" in browser.get(PAGE).content.decode()
    refused = browser.post(f"{PAGE}{last.pk}/retirar/", {"because": "Cambió de área"}, follow=True)
    assert "Confirme que después nadie leerá" in refused.content.decode()
    assert readers.services_read_by(carla.person_id) == {SECRET}
    browser.post(f"{PAGE}{last.pk}/retirar/", {"because": "Cambió de área", "nobody_left": "on"})
    assert readers.services_read_by(carla.person_id) == frozenset()
    assert WARNING in browser.get(PAGE).content.decode()

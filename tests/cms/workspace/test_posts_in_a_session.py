"""A session outlives no post: what ended, was taken away or came back counts at the next request."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from api.actors import issue_token
from casetypes.access.actors import PUBLIC, for_user
from casetypes.access.entry import sessions
from casetypes.access.models import Absence, Membership, User
from casetypes.access.staff import absences
from casetypes.cases.models import Case
from casetypes.evidence import addresses
from casetypes.evidence import services as evidence
from casetypes.kernel import clock
from cms.identity import entering
from tests.cast import sign_in
from tests.cms.workspace.acting import url
from tests.evidence.pictures import jpeg

pytestmark = pytest.mark.django_db
QUEUE, PAGES = "/admin/mesas/bacheo/", "/admin/pages/"
DAY = date(2026, 12, 1)
BEFORE_MIDNIGHT = datetime(2026, 12, 2, 5, 59, tzinfo=UTC)  # 23:59 in Torreón
AFTER_MIDNIGHT = datetime(2026, 12, 2, 6, 0, tzinfo=UTC)


@pytest.fixture
def nora(client: Client) -> User:
    """Signed in since the afternoon; every test gives her what she has."""
    user = User.objects.create(username="nora", is_staff=True, is_superuser=False)
    user.groups.set(User.objects.get(username="carla").groups.all())
    return user


@pytest.fixture
def case(report):
    with clock.at(BEFORE_MIDNIGHT):
        return report("bache")


@pytest.fixture
def carla() -> User:
    return User.objects.get(username="carla")


def opens(client: Client, address: str) -> int:
    return client.get(address).status_code


def test_a_role_taken_away_is_gone_at_the_next_click(client, nora, case):
    post = Membership.objects.create(user=nora, role_id="control_desk", desk_id="bacheo")
    sign_in(client, nora)
    assert opens(client, QUEUE) == 200
    assert opens(client, url("case", case.folio)) == 200
    post.delete()
    assert opens(client, QUEUE) == 404
    assert opens(client, url("case", case.folio)) == 404
    assert client.post(url("note", case.folio), {"text": "Hola"}).status_code == 404


def test_a_post_ends_at_midnight_of_the_city_within_the_session(client, nora, case):
    """With the last one the staff pages are nobody's: they lead to the sign-in."""
    Membership.objects.create(user=nora, role_id="control_desk", desk_id="bacheo", ends_on=DAY)
    with clock.at(BEFORE_MIDNIGHT):
        sign_in(client, nora)
        assert opens(client, QUEUE) == 200
    with clock.at(AFTER_MIDNIGHT):
        for address in (QUEUE, url("case", case.folio)):
            assert client.get(address)["Location"].startswith(reverse("wagtailadmin_login"))
        assert moved(case, nora) == 404


def test_an_absence_that_ends_takes_the_post_from_the_deputy_within_the_session(client, nora, case):
    Membership.objects.create(user=nora, role_id="agent", desk_id="simas")
    carla = User.objects.get(username="carla")
    Absence.objects.create(user=carla, deputy=nora, begins_on=DAY, ends_on=DAY)
    with clock.at(BEFORE_MIDNIGHT):
        sign_in(client, nora)
        assert opens(client, QUEUE) == 200
        assert opens(client, url("case", case.folio)) == 200
    with clock.at(AFTER_MIDNIGHT):
        assert opens(client, QUEUE) == 404
        assert opens(client, "/admin/mesas/simas/") == 200


def proven_again(client: Client) -> None:
    """The post of the absent person asks for a second factor; it is given within the same session."""
    session = client.session
    sessions.second_factor_given(session, "password+app")
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


def doors(case: Case, holder: User) -> Iterator[tuple[str, dict[str, str]]]:
    """Every kind of address that a post at the desk of potholes opens, with what a program sends along."""
    photo = evidence.receive(content=jpeg(), name="x.jpg", field="fotos", actor=PUBLIC, case=case)
    token = {"Authorization": f"Bearer {issue_token(holder, 'turno')}"}
    yield url("case", case.folio), {}
    yield QUEUE, {}
    yield f"{QUEUE}results/", {"X-Requested-With": "XMLHttpRequest"}  # what the open page asks for by itself
    yield f"{QUEUE}exportar/", {}
    yield url("file", addresses.sign(photo, "shown", for_user(holder))), {}
    yield "/api/v1/desks/bacheo/cases/", token


def answers(client: Client, addresses: list[tuple[str, dict[str, str]]]) -> list[int]:
    return [client.get(address, headers=headers).status_code for address, headers in addresses]


def moved(case: Case, holder: User) -> int:
    """The answer to a program that moves the case in the person's name, with a stale revision."""
    answer = Client().post(
        f"/api/v1/cases/{case.folio}/transitions/programar/",
        {"input": {"cuadrilla": "C1"}, "expected_revision": 99}, content_type="application/json",
        headers={"Authorization": f"Bearer {issue_token(holder, 'paso')}"},
    )  # fmt: skip
    return answer.status_code


def test_every_door_closes_at_the_next_click_after_a_role_was_taken_away(client, nora, case):
    post = Membership.objects.create(user=nora, role_id="control_desk", desk_id="bacheo")
    with clock.at(BEFORE_MIDNIGHT):
        sign_in(client, nora)
        tried = list(doors(case, nora))
        assert answers(client, tried) == [200] * 6
        assert moved(case, nora) == 409
        post.delete()
        assert answers(client, tried) == [404] * 6
        assert moved(case, nora) == 404


def test_an_absence_that_begins_opens_every_door_to_the_deputy_within_the_session(client, nora, carla, case):
    Membership.objects.create(user=nora, role_id="agent", desk_id="simas")
    Absence.objects.create(user=carla, deputy=nora, begins_on=DAY + timedelta(days=1))
    with clock.at(BEFORE_MIDNIGHT):
        sign_in(client, nora)
        tried = list(doors(case, nora))
        assert answers(client, tried) == [404] * 6
    with clock.at(AFTER_MIDNIGHT):
        proven_again(client)
        assert answers(client, tried) == [200] * 6
        assert moved(case, nora) == 409


def test_an_absence_that_somebody_ends_takes_everything_back_at_the_next_click(client, nora, carla, case):
    Membership.objects.create(user=nora, role_id="agent", desk_id="simas")
    away = Absence.objects.create(user=carla, deputy=nora, begins_on=DAY)
    with clock.at(BEFORE_MIDNIGHT):
        sign_in(client, nora)
        tried = list(doors(case, nora))
        assert answers(client, tried) == [200] * 6
        absences.withdraw(away.pk, actor=for_user(carla))
        assert answers(client, tried) == [404] * 6
        assert moved(case, nora) == 404
        assert opens(client, "/admin/mesas/simas/") == 200


def test_a_deputy_with_a_stronger_post_is_asked_for_the_second_factor_when_the_absence_begins(
    client, nora, carla
):
    Membership.objects.create(user=nora, role_id="agent", desk_id="simas")
    Absence.objects.create(user=carla, deputy=nora, begins_on=DAY + timedelta(days=1))
    with clock.at(BEFORE_MIDNIGHT):
        sign_in(client, nora)
        assert opens(client, "/admin/mesas/simas/") == 200
    with clock.at(AFTER_MIDNIGHT):
        assert client.get(QUEUE)["Location"].startswith("/admin/")


def test_pages_of_the_site_close_with_the_day_without_waiting_for_a_worker(client, nora):
    Membership.objects.create(user=nora, role_id="steward", department_id="simas", ends_on=DAY)
    Membership.objects.create(user=nora, role_id="agent", desk_id="simas")
    nora.groups.set(User.objects.get(username="hugo").groups.all())
    with clock.at(BEFORE_MIDNIGHT):
        sign_in(client, nora)
        assert opens(client, PAGES) in {200, 302}
    with clock.at(AFTER_MIDNIGHT):
        assert opens(client, PAGES) == 403


def test_and_open_to_the_deputy_with_it(client, nora):
    Membership.objects.create(user=nora, role_id="control_desk", desk_id="simas")
    hugo = User.objects.get(username="hugo")
    Absence.objects.create(user=hugo, deputy=nora, begins_on=DAY + timedelta(days=1))
    with clock.at(BEFORE_MIDNIGHT):
        sign_in(client, nora)
        assert opens(client, PAGES) == 403
    with clock.at(AFTER_MIDNIGHT):
        assert opens(client, PAGES) in {200, 302}


def test_a_deputy_without_a_post_of_their_own_signs_in_as_soon_as_the_absence_begins(nora, carla):
    nora.groups.clear()
    Absence.objects.create(user=carla, deputy=nora, begins_on=DAY + timedelta(days=1))
    with clock.at(BEFORE_MIDNIGHT):
        assert not entering.may_work_here(nora)
    with clock.at(AFTER_MIDNIGHT):
        assert entering.may_work_here(User.objects.get(pk=nora.pk))

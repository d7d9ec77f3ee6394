"""A session outlives no post: what ended, was taken away or came back counts at the next request."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from casetypes.access.models import Absence, Membership, User
from casetypes.kernel import clock
from tests.cast import sign_in
from tests.cms.workspace.acting import url

pytestmark = pytest.mark.django_db
QUEUE = "/admin/mesas/bacheo/"
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
    Membership.objects.create(user=nora, role_id="control_desk", desk_id="bacheo", ends_on=DAY)
    with clock.at(BEFORE_MIDNIGHT):
        sign_in(client, nora)
        assert opens(client, QUEUE) == 200
    with clock.at(AFTER_MIDNIGHT):
        assert opens(client, QUEUE) == 404
        assert opens(client, url("case", case.folio)) == 404


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

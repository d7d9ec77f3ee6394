"""Open sessions: rows, time-outs, ends, and what ends them."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from casetypes.access.actors import for_user
from casetypes.access.entry import sessions
from casetypes.access.models import Membership, StaffSession, User
from casetypes.audit.selectors import leaves_about
from casetypes.kernel import clock
from tests.cast import MORNING, sign_in

pytestmark = pytest.mark.django_db
SAFETY = "/admin/seguridad/"


@pytest.fixture
def carla_user(db) -> User:
    return User.objects.get(username="carla")


@pytest.fixture
def browser(morning, carla_user):
    """`browser()`: another browser in which Carla is signed in since the morning."""
    return lambda: sign_in(Client(), carla_user)


def is_in(client: Client, **later: int) -> bool:
    with clock.at(MORNING + timedelta(**later)):
        return client.get(SAFETY).status_code == 200


def key_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_every_sign_in_has_a_row_and_a_leaf(browser, carla_user):
    browser()
    row = StaffSession.objects.get(user=carla_user)
    assert (row.means, row.ended_at) == ("password+app", None)
    assert leaves_about(f"user:{carla_user.pk}").filter(action="session.begin").count() == 1


def test_ending_one_session_leaves_the_others(browser, carla_user):
    first, second = browser(), browser()
    row = StaffSession.objects.get(key=key_of(first))
    sessions.end(row, actor=for_user(carla_user), because="by_person")
    assert not is_in(first) and is_in(second)
    assert not Session.objects.filter(session_key=key_of(first)).exists()


def test_ending_a_session_twice_is_recorded_once(browser, carla_user):
    row = StaffSession.objects.get(key=key_of(browser()))
    for _turn in range(2):
        sessions.end(row, actor=for_user(carla_user), because="by_person")
    assert leaves_about(f"user:{carla_user.pk}").filter(action="session.end").count() == 1


def test_all_sessions_end_at_once_but_the_one_that_is_kept(browser, carla_user):
    here, there = browser(), browser()
    session = here.session
    assert sessions.end_all(carla_user, actor=for_user(carla_user), because="everywhere", keep=session) == 1
    session.save()
    here.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    assert is_in(here) and not is_in(there)


def test_a_leaver_loses_every_session_also_one_whose_row_nobody_has(browser, carla_user):
    clients = [browser(), browser()]
    StaffSession.objects.filter(key=key_of(clients[1])).delete()
    sessions.end_all(carla_user, actor=for_user(carla_user), because="left")
    assert [is_in(client) for client in clients] == [False, False]
    assert sessions.open_of(carla_user) == []


def test_a_session_that_nobody_uses_ends_by_itself(browser, settings):
    settings.SESSION_IDLE_MINUTES = 30
    idle, used = browser(), browser()
    assert is_in(used, minutes=20)
    assert not is_in(idle, minutes=31)
    assert is_in(used, minutes=45)


def test_no_session_outlasts_the_day(browser, settings):
    settings.SESSION_IDLE_MINUTES, settings.SESSION_HOURS = 60, 3
    client = browser()
    assert all(is_in(client, minutes=minutes) for minutes in (50, 100, 150, 179))
    assert not is_in(client, minutes=181)
    assert StaffSession.objects.get(ended_because="too_long").ended_at


def test_when_it_was_seen_is_written_once_a_minute(browser):
    client = browser()
    is_in(client, seconds=61)
    row = StaffSession.objects.get(key=key_of(client))
    is_in(client, seconds=100)
    assert StaffSession.objects.get(pk=row.pk).seen_at == row.seen_at == MORNING + timedelta(seconds=61)


def test_another_post_gives_the_session_another_key(browser, carla_user):
    client = browser()
    before = key_of(client)
    assert is_in(client) and key_of(client) == before
    sessions.rights_changed(carla_user.pk)
    assert is_in(client) and key_of(client) != before
    assert not Session.objects.filter(session_key=before).exists()
    assert StaffSession.objects.filter(key=key_of(client), ended_at=None).exists()


def test_a_role_that_is_taken_away_is_gone_at_the_next_request(browser, carla_user):
    client = browser()
    with clock.at(MORNING):
        assert client.get("/admin/mesas/bacheo/").status_code == 200
        Membership.objects.filter(user=carla_user).delete()
        assert client.get("/admin/mesas/bacheo/").status_code in {403, 404}


def test_a_person_who_is_not_active_any_more_is_nobody(browser, carla_user):
    client = browser()
    User.objects.filter(pk=carla_user.pk).update(is_active=False)
    assert not is_in(client)


def test_another_password_ends_the_sessions_even_when_it_was_set_elsewhere(browser, carla_user):
    client = browser()
    carla_user.set_password("otra cosa muy larga")
    carla_user.save()
    assert not is_in(client)


def test_old_rows_are_closed_and_then_forgotten(browser, carla_user):
    browser()
    with clock.at(MORNING + timedelta(days=1)):
        assert sessions.forget_old() == 1 and sessions.open_of(carla_user) == []
        assert StaffSession.objects.get().ended_because in {"idle", "too_long"}
    with clock.at(MORNING + timedelta(days=100)):
        assert sessions.forget_old() == 1 and not StaffSession.objects.exists()


def test_a_session_begun_by_another_way_than_ours_is_asked_for_the_second_factor(carla_user, client, morning):
    client.force_login(carla_user)
    answer = client.get(SAFETY)
    assert answer.status_code == 302 and answer["Location"].startswith("/admin/login/")
    assert client.get(answer["Location"])["Location"] == "/admin/entrar/codigo/"


def test_a_session_without_a_mark_is_nobodys(carla_user, client, morning):
    sign_in(client, carla_user)
    session = client.session
    del session[sessions.MARK]
    session.save()
    assert client.get(SAFETY).status_code == 302
    assert client.get("/admin/").status_code == 302

"""Memberships by their days, and deputies: what counts today, where the city is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casetypes.access import posts
from casetypes.access.actors import Actor, for_user
from casetypes.access.models import Absence, Membership, User
from casetypes.kernel import clock

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 1)
NOON = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)  # 12:00 in Torreón
BEFORE_MIDNIGHT = datetime(2026, 12, 2, 5, 59, tzinfo=UTC)  # 23:59 in Torreón, the next day in UTC
AFTER_MIDNIGHT = datetime(2026, 12, 2, 6, 0, tzinfo=UTC)
near = st.none() | st.integers(min_value=-3, max_value=3).map(lambda days: DAY + timedelta(days=days))


@pytest.fixture
def nora() -> User:
    return User.objects.create(username="nora")


@pytest.fixture
def omar() -> User:
    return User.objects.create(username="omar")


def post(user: User, role: str = "control_desk", desk: str = "bacheo", **days: date | None) -> Membership:
    return Membership.objects.create(user=user, role_id=role, desk_id=desk, **days)


def away(user: User, deputy: User | None, begins_on: date = DAY, ends_on: date | None = DAY) -> Absence:
    return Absence.objects.create(user=user, deputy=deputy, begins_on=begins_on, ends_on=ends_on)


def held(user: User, moment: datetime = NOON) -> list[tuple[str, str | None, int | None]]:
    with clock.at(moment):
        return [(post.role, post.desk, post.standing_in_for) for post in for_user(user).posts]


def test_a_membership_lasts_to_midnight_of_the_city(nora: User):
    post(nora, ends_on=DAY)
    assert held(nora, BEFORE_MIDNIGHT) == [("control_desk", "bacheo", None)]
    assert held(nora, AFTER_MIDNIGHT) == []


def test_a_membership_begins_at_midnight_of_the_city(nora: User):
    post(nora, begins_on=DAY + timedelta(days=1))
    assert held(nora, BEFORE_MIDNIGHT) == []
    assert held(nora, AFTER_MIDNIGHT) == [("control_desk", "bacheo", None)]


def test_an_absence_that_is_over_leaves_the_deputy_without_the_post(nora: User, omar: User):
    post(nora)
    away(nora, omar)
    assert held(omar, BEFORE_MIDNIGHT) == [("control_desk", "bacheo", nora.pk)]
    assert held(omar, AFTER_MIDNIGHT) == []


@pytest.mark.parametrize("lost", ["withdrawn", "left", "ended"])
def test_a_deputy_holds_nothing_of_an_absence_that_was_withdrawn_or_of_a_post_that_is_gone(
    nora: User, omar: User, lost: str
):
    membership, absence = post(nora), away(nora, omar)
    assert held(omar)
    if lost == "withdrawn":
        Absence.objects.filter(pk=absence.pk).update(withdrawn_at=NOON)
    elif lost == "left":
        User.objects.filter(pk=nora.pk).update(is_active=False)
    else:
        Membership.objects.filter(pk=membership.pk).update(ends_on=DAY - timedelta(days=1))
    assert held(omar) == []


def test_a_deputy_of_a_deputy_inherits_nothing(nora: User, omar: User):
    pablo = User.objects.create(username="pablo")
    post(nora)
    post(omar, "agent")
    away(nora, omar)
    away(omar, pablo)
    assert held(pablo) == [("agent", "bacheo", omar.pk)]


def test_who_is_away_keeps_their_own_posts(nora: User, omar: User):
    post(nora)
    away(nora, omar)
    assert held(nora) == [("control_desk", "bacheo", None)]


def test_a_deputy_does_not_become_the_administrator_of_the_installation(nora: User, omar: User):
    User.objects.filter(pk=nora.pk).update(is_superuser=True)
    away(nora, omar)
    assert held(omar) == []


def test_every_post_is_read_in_one_query(nora: User, omar: User):
    post(nora)
    post(nora, desk="simas")
    post(omar, "agent")
    away(nora, omar)
    with clock.at(NOON), CaptureQueriesContext(connection) as queries:
        assert len(for_user(omar).posts) == 3
    assert len(queries) == 1


def test_nobody_is_their_own_deputy(nora: User):
    with pytest.raises(IntegrityError), transaction.atomic():
        away(nora, nora)


@pytest.mark.parametrize("table", ["membership", "absence"])
def test_nothing_ends_before_it_begins(nora: User, omar: User, table: str):
    days = {"begins_on": DAY, "ends_on": DAY - timedelta(days=1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        post(nora, **days) if table == "membership" else away(nora, omar, **days)


@given(begins=near, ends=near)
def test_the_days_of_a_membership_mean_the_same_everywhere(begins: date | None, ends: date | None):
    if begins and ends and ends < begins:
        return
    counts = (begins is None or begins <= DAY) and (ends is None or ends >= DAY)
    with transaction.atomic():
        nora = User.objects.create(username="nora")
        row = post(nora, begins_on=begins, ends_on=ends)
        with clock.at(NOON):
            assert bool(for_user(nora).posts) == counts
            assert posts.memberships_today().filter(pk=row.pk).exists() == counts
            assert (nora in posts.holders({"control_desk"}, {"bacheo"})) == counts
        transaction.set_rollback(True)


@given(begins=near.filter(bool), ends=near, membership_ends=near)
def test_a_deputy_holds_a_post_on_the_days_on_which_both_absence_and_membership_count(
    begins: date, ends: date | None, membership_ends: date | None
):
    if ends and ends < begins:
        return
    is_away = begins <= DAY and (ends is None or ends >= DAY)
    held_today = membership_ends is None or membership_ends >= DAY
    with transaction.atomic():
        nora, omar = User.objects.create(username="nora"), User.objects.create(username="omar")
        post(nora, ends_on=membership_ends)
        away(nora, omar, begins, ends)
        assert bool(held(omar)) == (is_away and held_today)
        with clock.at(NOON):
            assert (omar in posts.holders({"control_desk"}, {"bacheo"})) == (is_away and held_today)
        transaction.set_rollback(True)


def test_holders_of_a_post_are_joined_by_who_stands_in_for_them(nora: User, omar: User):
    post(nora, "supervisor", "simas")
    away(nora, omar)
    with clock.at(NOON):
        assert {nora, omar} <= set(posts.holders({"supervisor"}, {"simas"}))
    with clock.at(AFTER_MIDNIGHT):
        assert omar not in posts.holders({"supervisor"}, {"simas"})


def test_the_log_says_for_whom_a_deputy_acts_and_own_posts_come_first(nora: User, omar: User):
    post(nora, "supervisor")
    away(nora, omar)
    with clock.at(NOON):
        assert for_user(omar).label("supervisor") == f"user:{omar.pk}/supervisor for user:{nora.pk}"
    post(omar, "supervisor", "simas")
    with clock.at(NOON):
        actor = for_user(omar)
    assert actor.label("supervisor") == f"user:{omar.pk}/supervisor"
    assert actor.label("supervisor", nora.pk) == f"user:{omar.pk}/supervisor for user:{nora.pk}"


def test_who_counts_as_acting_is_also_the_person_stood_in_for(nora: User, omar: User):
    Membership.objects.create(user=nora, role_id="administrator")
    away(nora, omar)
    with clock.at(NOON):
        deputy: Actor = for_user(omar)
    assert deputy.persons_behind("manage_people") == {omar.pk, nora.pk}
    Membership.objects.create(user=omar, role_id="administrator")
    with clock.at(NOON):
        assert for_user(omar).persons_behind("manage_people") == {omar.pk}

"""What waits for whoever administers people: each kind, and the same number of queries however much it is."""

from datetime import timedelta

import pytest

from casetypes.access import posts
from casetypes.access.entry import sign_ins
from casetypes.access.models import ApiToken, FailedTries, MailedLink, Membership, StaffSession, User
from casetypes.access.staff import absences, invitations, to_do, tokens
from casetypes.access.staff.absences import Leave
from casetypes.access.staff.places_of_roles import Place
from casetypes.access.staff.to_do import ToDo
from casetypes.kernel import clock
from casetypes.kernel.errors import Invalid, NotAllowed
from tests.access.acting_on_people import PASSWORD, actor, grant, in_days, invite, token_of, user

pytestmark = pytest.mark.django_db


def found() -> ToDo:
    return to_do.of(actor("admin"))


@pytest.fixture(autouse=True)
def everybody_has_a_second_factor(db: object) -> None:
    for person in User.objects.all():
        person.authenticators.get_or_create(
            name="Demo", defaults={"sealed_key": b"x", "confirmed_at": clock.now()}
        )


def test_where_all_is_done_nothing_waits():
    assert not found()


@pytest.mark.parametrize("name", ["beto", "diego", "gloria", "hugo"])
def test_it_is_for_who_manages_people(name):
    with pytest.raises(NotAllowed):
        to_do.of(actor(name))


def test_an_invitation_waits_shortly_before_its_link_expires_and_after_it_until_it_is_settled():
    nora = invite()
    token = token_of(nora)
    assert not found().invitations.count
    with clock.at(clock.now() + timedelta(days=5, minutes=1)):
        assert [link.user for link in found().invitations.rows] == [nora]
        invitations.accept(token, password=PASSWORD, language="es")
        assert not found().invitations.count


def test_an_invitation_whose_letter_nobody_took_waits_before_the_others():
    token_of(invite())
    lost = invite("otra@example.org")
    MailedLink.objects.filter(user=lost).update(send_after=None)
    with clock.at(clock.now() + timedelta(days=8)):
        assert [link.user.email for link in found().invitations.rows] == [
            "otra@example.org",
            "nora@example.org",
        ]


def test_who_lacks_the_second_factor_of_their_role_waits_but_not_who_signs_in_with_one_elsewhere():
    user("carla").authenticators.all().delete()
    user("diego").authenticators.all().delete()
    user("beto").authenticators.all().delete()  # agents need none
    StaffSession.objects.create(user=user("diego"), means="sso")
    assert [person.username for person in found().unproven.rows] == ["carla"]


def test_posts_and_tokens_that_end_within_fourteen_days_wait():
    grant("hugo", "control_desk", Place(desk="bacheo"), ends_on=in_days(14))
    grant("beto", "control_desk", Place(desk="bacheo"), ends_on=in_days(15))
    tokens.issue(user("fidel"), "Sistema", ends_on=in_days(3), actor=actor("admin"))
    tokens.issue(user("fidel"), "Otro", actor=actor("admin"))
    assert [row.user.username for row in found().ending.rows] == ["hugo"]
    assert [row.label for row in found().tokens.rows] == ["Sistema"]


def test_a_token_opens_nothing_after_its_last_day_and_none_is_issued_backwards():
    secret = tokens.issue(user("fidel"), "Sistema", ends_on=in_days(1), actor=actor("admin"))
    assert posts.of_token(tokens.digest(secret)) is not None
    with clock.at(clock.now() + timedelta(days=2)):
        assert posts.of_token(tokens.digest(secret)) is None
    with pytest.raises(Invalid):
        tokens.issue(user("fidel"), "Tarde", ends_on=in_days(-1), actor=actor("admin"))


def test_who_is_away_today_is_told_with_who_stands_in():
    absences.enter(Leave(user("beto").pk, in_days(0), in_days(3), user("hugo").pk), actor=actor("admin"))
    absences.enter(Leave(user("carla").pk, in_days(1)), actor=actor("admin"))
    [row] = found().absences.rows
    assert (row.user.username, row.deputy.username) == ("beto", "hugo")


def test_locked_people_and_networks_are_numbers_and_open_again_by_themselves():
    now = clock.now()
    FailedTries.objects.create(door="password.pair", subject="a", count=5, began_at=now, user=user("beto"))
    FailedTries.objects.create(door="code.pair", subject="b", count=5, began_at=now, user=user("beto"))
    FailedTries.objects.create(door="password.network", subject="c", count=100, began_at=now)
    FailedTries.objects.create(door="password.network", subject="d", count=99, began_at=now)
    assert (found().locked_people, found().closed_networks) == (1, 1)
    with clock.at(now + sign_ins.HOUR):
        assert not found()


def test_the_first_few_are_told_and_the_rest_counted_with_the_same_queries(django_assert_num_queries):
    people = User.objects.bulk_create(User(username=f"p{n}", full_name=f"P {n}") for n in range(9))
    Membership.objects.bulk_create(
        Membership(user=each, role_id="control_desk", desk_id="bacheo", ends_on=in_days(2)) for each in people
    )
    ApiToken.objects.bulk_create(
        ApiToken(user=each, label="x", digest=each.username, ends_on=in_days(2)) for each in people
    )
    admin = actor("admin")
    with django_assert_num_queries(7):
        many = to_do.of(admin)
    assert [(few.count, few.more) for few in (many.unproven, many.ending, many.tokens)] == [(9, 4)] * 3

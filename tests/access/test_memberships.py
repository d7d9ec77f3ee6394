"""Posts are given and ended with their days; what follows from them follows at once."""

from datetime import timedelta

import pytest

from casetypes.access.actors import for_user
from casetypes.access.models import Absence, EndedPost, Membership, User
from casetypes.access.staff import memberships, places_of_roles
from casetypes.access.staff.memberships import Granting
from casetypes.access.staff.places_of_roles import Place
from casetypes.audit.models import AuditLeaf
from casetypes.kernel import clock
from casetypes.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.access.acting_on_people import (
    actor,
    grant,
    in_days,
    second_administrator,
    user,
    without_everything,
)

pytestmark = pytest.mark.django_db
BACHEO = Place(desk="bacheo")


def roles(name: str) -> set[str]:
    return set(actor(name).roles())


def post_of(name: str, role: str) -> Membership:
    found = Membership.objects.filter(user__username=name, role=role).first()
    assert found is not None
    return found


def test_a_post_counts_from_its_first_to_its_last_day():
    grant("hugo", "supervisor", BACHEO, begins_on=in_days(2), ends_on=in_days(3))
    counted = []
    for day in range(5):
        with clock.at(clock.now() + timedelta(days=day)):
            counted.append("supervisor" in roles("hugo"))
    assert counted == [False, False, True, True, False]


@pytest.mark.parametrize(
    ("role", "place", "field"),
    [
        ("control_desk", Place(), "role"),
        ("crew", Place(desk="bacheo"), "role"),
        ("administrator", Place(desk="bacheo"), "role"),
        ("supervisor", Place(desk="bacheo", department="obras-publicas"), "role"),
        ("control_desk", Place(desk="no-hay"), "desk"),
        ("crew", Place(crew="Z9"), "crew"),
        ("supervisor", Place(department="no-hay"), "department"),
        ("provider", Place(desk="bacheo"), "desk"),
        ("agent", Place(desk="simas"), "desk"),
        ("reporter", Place(), "role"),
        ("system", Place(), "role"),
    ],
)
def test_a_role_at_a_place_where_it_cannot_be_is_refused_beside_its_field(role, place, field):
    with pytest.raises(Invalid) as refused:
        grant("gloria", role, place)
    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"begins_on": -1}, "begins_on"),
        ({"begins_on": 3, "ends_on": 2}, "ends_on"),
        ({"ends_on": -1}, "ends_on"),
    ],
)
def test_days_that_make_no_sense_are_refused_beside_their_field(days, field):
    with pytest.raises(Invalid) as refused:
        grant("hugo", "supervisor", BACHEO, **{name: in_days(day) for name, day in days.items()})
    assert field in refused.value.fields


def test_the_same_post_is_not_held_twice_at_a_time_but_may_be_one_after_the_other():
    grant("hugo", "supervisor", BACHEO, ends_on=in_days(5))
    with pytest.raises(Conflict):
        grant("hugo", "supervisor", BACHEO, begins_on=in_days(5))
    grant("hugo", "supervisor", BACHEO, begins_on=in_days(6))
    assert user("hugo").memberships.filter(role="supervisor").count() == 2


def test_nobody_gives_themselves_a_post():
    second_administrator("olga")
    with pytest.raises(NotAllowed, match="Nadie se da un puesto|gives themselves"):
        grant("olga", "supervisor", BACHEO, by="olga")
    without_everything("admin")
    with pytest.raises(NotAllowed):
        grant("admin", "committee", by="admin")
    grant("olga", "supervisor", BACHEO, by="admin")


@pytest.mark.parametrize("name", ["beto", "carla", "diego", "elena", "fidel", "gloria", "hugo", "irene"])
def test_nobody_else_gives_or_ends_posts(name):
    with pytest.raises(NotAllowed):
        grant("hugo", "supervisor", BACHEO, by=name)
    with pytest.raises(NotAllowed):
        memberships.end(post_of("carla", "control_desk").pk, last_day=None, because="", actor=actor(name))
    with pytest.raises(NotAllowed):
        memberships.end_at_desk("bacheo", because="Cierra", actor=actor(name))


def test_who_works_for_a_provider_does_not_decide_for_the_city_too():
    with pytest.raises(Invalid) as refused:
        grant("fidel", "comptroller")
    assert "role" in refused.value.fields
    with pytest.raises(Invalid):
        grant("gloria", "provider", Place(desk="simas"))
    grant("diego", "committee")  # a supervisor oversees providers without working for one


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("agent", BACHEO), ("control_desk", BACHEO), ("supervisor", Place(department="obras-publicas")),
        ("crew", Place(crew="C1")),
    ],
)  # fmt: skip
def test_who_audits_attends_no_cases(role, place):
    with pytest.raises(Invalid) as refused:
        grant("gloria", role, place)
    assert "no atiende casos" in str(refused.value.fields["role"])
    grant("hugo", role, place)
    with pytest.raises(Invalid):
        grant("hugo", "comptroller")


def test_standing_in_counts_like_a_post_of_ones_own():
    Absence.objects.create(user=user("carla"), deputy=user("hugo"), begins_on=in_days(0), ends_on=in_days(3))
    with pytest.raises(Invalid):
        grant("hugo", "comptroller")
    with clock.at(clock.now() + timedelta(days=5)):
        grant("hugo", "comptroller")


def test_writing_and_approving_is_allowed_and_told():
    grant("hugo", "committee")
    assert len(places_of_roles.cautions(user("hugo").pk)) == 1
    assert places_of_roles.cautions(user("irene").pk) == []


def test_a_post_ended_at_once_is_gone_and_stays_on_record():
    row = post_of("gloria", "comptroller")
    ended = memberships.end(row.pk, last_day=None, because="Cambió de área", actor=actor("admin"))
    assert roles("gloria") == set()
    assert ended is not None and (ended.role_id, ended.because) == ("comptroller", "Cambió de área")
    with pytest.raises(NotFound):
        memberships.end(row.pk, last_day=None, because="", actor=actor("admin"))


def test_a_post_with_a_last_day_ends_after_it():
    row = post_of("gloria", "comptroller")
    memberships.end(row.pk, last_day=in_days(1), because="", actor=actor("admin"))
    assert roles("gloria") == {"comptroller"}
    with clock.at(clock.now() + timedelta(days=2)):
        assert roles("gloria") == set()
    with pytest.raises(Invalid):
        memberships.end(row.pk, last_day=in_days(-1), because="", actor=actor("admin"))


def test_a_mistake_is_given_back_with_its_days_within_a_day():
    granted = grant("hugo", "supervisor", BACHEO, ends_on=in_days(30))
    ended = memberships.end(granted.pk, last_day=None, because="", actor=actor("admin"))
    assert ended is not None
    back = memberships.give_back(ended.pk, actor=actor("admin"))
    assert (back.begins_on, back.ends_on, back.desk_id) == (granted.begins_on, granted.ends_on, "bacheo")
    with pytest.raises(NotFound):
        memberships.give_back(ended.pk, actor=actor("admin"))


def test_later_or_by_who_may_not_nothing_is_given_back():
    olga = second_administrator("olga")
    row = Membership.objects.get(user=olga)
    ended = memberships.end(row.pk, last_day=None, because="", actor=actor("admin"))
    assert ended is not None
    with pytest.raises(NotAllowed):
        memberships.give_back(ended.pk, actor=actor("olga"))
    with clock.at(clock.now() + timedelta(days=2)), pytest.raises(NotFound):
        memberships.give_back(ended.pk, actor=actor("admin"))


def test_a_desk_that_closes_ends_every_post_there_and_in_its_crews():
    assert memberships.at_desk("bacheo").count() > 2
    ended = memberships.end_at_desk("bacheo", because="La mesa cierra", actor=actor("admin"))
    assert ended == EndedPost.objects.count() and not memberships.at_desk("bacheo").exists()
    assert "bacheo" not in actor("carla").desks()
    assert "simas" in actor("diego").desks()


def test_a_desk_with_a_hundred_posts_closes_with_the_same_number_of_queries(django_assert_max_num_queries):
    people = User.objects.bulk_create(User(username=f"p{number}") for number in range(100))
    Membership.objects.bulk_create(
        Membership(user=person, role_id="control_desk", desk_id="bacheo") for person in people
    )
    admin = actor("admin")
    with django_assert_max_num_queries(30):
        memberships.end_at_desk("bacheo", because="Cierra", actor=admin)


def test_each_change_is_a_leaf_with_numbers_and_keys_and_no_name():
    granted = grant("hugo", "supervisor", BACHEO)
    memberships.end(granted.pk, last_day=None, because="Por Hugo", actor=actor("admin"))
    leaves = AuditLeaf.objects.filter(subject=f"user:{user('hugo').pk}").order_by("pk")
    assert [leaf.action for leaf in leaves] == ["access.grant", "access.end_post"]
    assert not any("Hugo" in leaf.content for leaf in leaves)
    assert all(leaf.actor == f"user:{user('admin').pk}/administrator" for leaf in leaves)


def test_somebody_who_left_gets_no_post():
    User.objects.filter(username="gloria").update(is_active=False)
    with pytest.raises(Invalid):
        memberships.grant(Granting(user("gloria").pk, "comptroller"), actor=for_user(user("admin")))

"""Who is away, who stands in, and who may say so."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from casetypes.access.models import Absence, AuthenticatorApp, Membership, User
from casetypes.access.staff import absences, admin_groups
from casetypes.access.staff.absences import Leave
from casetypes.access.staff.places_of_roles import Place
from casetypes.kernel import clock
from casetypes.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.access.acting_on_people import actor, grant, in_days, user

pytestmark = pytest.mark.django_db


def away(
    name: str, deputy: str | None, *, by: str = "admin", first: int = 0, last: int | None = 3
) -> Absence:
    leave = Leave(
        user(name).pk, in_days(first), None if last is None else in_days(last),
        user(deputy).pk if deputy else None, "Vacaciones",
    )  # fmt: skip
    return absences.enter(leave, actor=actor(by))


@pytest.fixture
def sara(db: object) -> User:
    """Works at the potholes desk only."""
    person = User.objects.create(username="sara", full_name="Sara Ibarra", is_staff=True)
    grant("sara", "control_desk", Place(desk="bacheo"))
    return person


@pytest.fixture
def tomas(db: object) -> User:
    """Works at the potholes desk only, in a crew."""
    person = User.objects.create(username="tomas", full_name="Tomás Rey", is_staff=True)
    grant("tomas", "crew", Place(crew="C2"))
    return person


@pytest.fixture
def head(db: object) -> str:
    """Heads the potholes desk and nothing else."""
    User.objects.create(username="vera", full_name="Vera Luna", is_staff=True)
    grant("vera", "supervisor", Place(desk="bacheo"))
    return "vera"


def test_a_deputy_holds_the_posts_for_as_long_as_the_absence_lasts():
    away("irene", "gloria", first=1, last=2)
    counted = []
    for day in range(4):
        with clock.at(clock.now() + timedelta(days=day)):
            counted.append("committee" in actor("gloria").roles())
    assert counted == [False, True, True, False]


def test_who_is_back_early_ends_the_absence():
    row = away("irene", "gloria")
    absences.withdraw(row.pk, actor=actor("irene"))
    assert "committee" not in actor("gloria").roles()
    with pytest.raises(NotFound):
        absences.withdraw(row.pk, actor=actor("admin"))


@pytest.mark.parametrize(("absent", "deputy"), [("gloria", "beto"), ("carla", "gloria")])
def test_who_audits_and_who_attends_cases_do_not_stand_in_for_each_other(absent, deputy):
    with pytest.raises(Invalid) as refused:
        away(absent, deputy)
    assert "fiscaliza" in str(refused.value.fields["deputy"])


def test_nobody_is_away_twice_at_a_time():
    away("irene", None, first=2, last=4)
    with pytest.raises(Conflict):
        away("irene", "gloria", first=4, last=None)
    away("irene", "gloria", first=5, last=None)


@pytest.mark.parametrize(
    ("first", "last", "deputy", "field"),
    [(-1, 3, "gloria", "begins_on"), (3, 2, "gloria", "ends_on"), (0, 3, "irene", "deputy")],
)
def test_what_makes_no_sense_is_said_beside_its_field(first, last, deputy, field):
    with pytest.raises(Invalid) as refused:
        away("irene", deputy, first=first, last=last)
    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize("deputy", ["gone", "without a post"])
def test_only_an_active_person_with_a_post_stands_in(deputy):
    person = User.objects.create(username="pepe", is_active=deputy != "gone")
    if deputy == "gone":
        Membership.objects.create(user=person, role_id="agent", desk_id="bacheo")
    with pytest.raises(Invalid):
        away("irene", "pepe")


@pytest.mark.parametrize(("absent", "deputy"), [("gloria", "fidel"), ("fidel", "irene")])
def test_providers_people_and_who_decides_for_the_city_do_not_stand_in_for_each_other(absent, deputy):
    with pytest.raises(Invalid) as refused:
        away(absent, deputy)
    assert list(refused.value.fields) == ["deputy"]


def test_nobody_makes_themselves_a_deputy():
    User.objects.filter(username="admin").update(is_superuser=False)
    with pytest.raises(Invalid) as refused:
        away("irene", "admin")
    assert list(refused.value.fields) == ["deputy"]


def test_the_head_of_a_desk_enters_absences_of_its_own_people(head, sara, tomas):
    away("sara", "tomas", by=head)
    assert "control_desk" in actor("tomas").roles()
    assert set(absences.covered_people(actor(head))) >= {sara.pk, tomas.pk}


def test_the_head_of_a_department_does_too_without_a_post_at_each_desk(sara):
    User.objects.create(username="vera")
    grant("vera", "supervisor", Place(department="obras-publicas"))
    away("sara", None, by="vera")
    assert Absence.objects.filter(user=sara, made_by__username="vera").exists()


def test_a_head_reaches_nobody_who_also_works_elsewhere_and_lends_nobody_elses_people(head, sara):
    with pytest.raises(NotAllowed):
        away("carla", "sara", by=head)
    with pytest.raises(Invalid):
        away("sara", "gloria", by=head)
    with pytest.raises(Invalid):
        away("sara", head, by=head)


@pytest.mark.parametrize("name", ["beto", "carla", "elena", "gloria", "hugo", "irene"])
def test_nobody_else_enters_absences(name, sara):
    with pytest.raises(NotAllowed):
        away("sara", None, by=name)


def test_it_is_told_what_is_worth_knowing_about_who_stands_in():
    nobody = away("gloria", None)
    assert len(absences.cautions(nobody)) == 1
    steward = away("irene", "hugo", last=9)
    told = absences.cautions(Absence.objects.select_related("user", "deputy").get(pk=steward.pk))
    assert any("aprobar" in text for text in told)
    away("hugo", "gloria", first=2, last=3)
    again = absences.cautions(Absence.objects.select_related("user", "deputy").get(pk=steward.pk))
    assert len(again) == len(told) + 1


@pytest.mark.parametrize("has_one", [True, False])
def test_it_is_told_that_a_deputy_lacks_the_second_factor(sara, has_one):
    AuthenticatorApp.objects.filter(user=sara).delete()
    if has_one:
        AuthenticatorApp.objects.create(user=sara, name="Teléfono", sealed_key=b"x", confirmed_at=clock.now())
    told = absences.cautions(away("irene", "sara"))
    assert any("segundo factor" in text for text in told) is not has_one


def groups(name: str) -> set[str]:
    return set(user(name).groups.values_list("name", flat=True))


def test_wagtails_groups_follow_posts_and_deputies_at_once():
    assert groups("irene") == {"Ágora staff", "Moderators"}
    row = away("irene", "gloria")
    assert groups("gloria") == {"Ágora staff", "Moderators"}
    absences.withdraw(row.pk, actor=actor("admin"))
    assert groups("gloria") == {"Ágora staff"}


def test_wagtails_groups_follow_days_when_the_day_comes():
    grant("gloria", "steward", begins_on=in_days(1), ends_on=in_days(1))
    away("irene", "beto", first=1, last=1)
    assert (groups("gloria"), groups("beto")) == ({"Ágora staff"}, {"Ágora staff"})
    with clock.at(clock.now() + timedelta(days=1)):
        assert admin_groups.follow() == 2
        assert (groups("gloria"), groups("beto")) == (
            {"Ágora staff", "Editors"},
            {"Ágora staff", "Moderators"},
        )
    with clock.at(clock.now() + timedelta(days=2)):
        admin_groups.follow()
        assert (groups("gloria"), groups("beto")) == ({"Ágora staff"}, {"Ágora staff"})


def test_who_holds_no_post_opens_no_staff_page_and_a_group_by_hand_does_not_last():
    User.objects.get(username="beto").groups.add(Group.objects.get(name="Moderators"))
    Membership.objects.filter(user__username="carla").delete()
    admin_groups.follow()
    assert groups("carla") == set() and groups("beto") == {"Ágora staff"}


def test_following_costs_the_same_for_many_people(django_assert_num_queries):
    admin_groups.follow()
    people = User.objects.bulk_create(User(username=f"p{number}") for number in range(60))
    Membership.objects.bulk_create(Membership(user=each, role_id="committee") for each in people)
    with django_assert_num_queries(7):
        admin_groups.follow()
    with django_assert_num_queries(6):
        assert admin_groups.follow() == 0

"""Nobody locks everybody out: not by posts, not by departures, not by desks.yaml, not two at the same moment."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from casetypes.access.actors import SYSTEM
from casetypes.access.models import Membership, Role, StaffSession, User
from casetypes.access.staff import administrators, leaving, memberships
from casetypes.access.staff.administrators import LastAdministrator
from casetypes.access.staff.leaving import Leaving
from casetypes.access.staff.places_of_roles import Place
from casetypes.definitions.publishing.report import DefinitionRefused
from casetypes.definitions.services import publish_city
from casetypes.kernel import clock
from casetypes.kernel.errors import Conflict
from tests.access.acting_on_people import (
    actor,
    grant,
    in_days,
    second_administrator,
    user,
    without_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(db: object) -> Membership:
    """The administrator of the cast is the only one, by a post."""
    without_everything("admin")
    return Membership.objects.get(user__username="admin")


def test_the_last_administrator_is_neither_ended_nor_limited(alone):
    for last_day in (None, in_days(30)):
        with pytest.raises(LastAdministrator):
            memberships.end(alone.pk, last_day=last_day, because="", actor=actor("admin"))
    assert Membership.objects.filter(pk=alone.pk, ends_on=None).exists()


@pytest.mark.parametrize("flaw", ["left", "no password", "invited only", "with a last day", "begins later"])
def test_somebody_who_cannot_take_over_is_no_second_administrator(alone, flaw):
    olga = second_administrator("olga")
    post = Membership.objects.filter(user=olga)
    if flaw == "left":
        User.objects.filter(pk=olga.pk).update(is_active=False)
    elif flaw in ("no password", "invited only"):
        User.objects.filter(pk=olga.pk).update(password="" if flaw == "no password" else "!x")
    elif flaw == "with a last day":
        post.update(ends_on=in_days(30))
    else:
        post.update(begins_on=in_days(3))
    with pytest.raises(LastAdministrator):
        memberships.end(alone.pk, last_day=None, because="", actor=actor("admin"))


def test_who_signs_in_by_the_citys_sign_on_is_one_too(alone):
    olga = second_administrator("olga")
    User.objects.filter(pk=olga.pk).update(password="!x")
    StaffSession.objects.create(user=olga, means="sso")
    memberships.end(alone.pk, last_day=None, because="", actor=actor("olga"))
    with pytest.raises(LastAdministrator):
        leaving.let_go(Leaving(olga.pk, "Se va"), actor=SYSTEM)


def test_nobody_ends_their_own_last_post_while_another_one_begins_later_or_ends_sooner(alone):
    second_administrator("olga")
    post = Membership.objects.get(user__username="olga")
    grant("olga", "steward", begins_on=in_days(5), ends_on=in_days(20))
    for last_day in (None, in_days(2), in_days(20)):
        with pytest.raises(Conflict, match="último puesto"):
            memberships.end(post.pk, last_day=last_day, because="", actor=actor("olga"))
    memberships.end(post.pk, last_day=in_days(10), because="", actor=actor("olga"))
    post.refresh_from_db()
    assert post.ends_on == in_days(10)
    memberships.end(post.pk, last_day=None, because="", actor=actor("admin"))


def test_who_closes_the_desk_of_their_only_post_is_refused_too(alone):
    Role.objects.filter(key="supervisor").update(rights=["manage_people"])
    second_administrator("olga")
    grant("olga", "supervisor", Place(desk="bacheo"))
    Membership.objects.filter(user__username="olga", role="administrator").delete()
    with pytest.raises(Conflict, match="último puesto"):
        memberships.end_at_desk("bacheo", because="Cierra", actor=actor("olga"))
    assert Membership.objects.filter(user__username="olga", desk="bacheo").exists()
    assert memberships.end_at_desk("bacheo", because="Cierra", actor=actor("admin"))


def test_with_a_second_one_the_first_may_go(alone):
    second_administrator("olga")
    memberships.end(alone.pk, last_day=None, because="", actor=actor("olga"))
    with pytest.raises(LastAdministrator):
        memberships.end(
            Membership.objects.get(user__username="olga").pk, last_day=None, because="", actor=actor("olga")
        )


def test_the_last_administrator_is_not_made_a_leaver_now_or_later(alone):
    second_administrator("olga")
    leaving.let_go(Leaving(user("olga").pk, "Cambio de administración", in_days(9)), actor=actor("admin"))
    for day in (None, in_days(5)):
        with pytest.raises(LastAdministrator):
            leaving.let_go(Leaving(user("admin").pk, "Igual", day), actor=actor("olga"))
    assert user("admin").is_active


def test_a_planned_departure_waits_while_it_would_lock_everybody_out(alone):
    second_administrator("olga")
    leaving.let_go(Leaving(user("olga").pk, "Se va", in_days(2)), actor=actor("admin"))
    User.objects.filter(username="admin").update(is_active=False)  # by a way that asks nobody
    with clock.at(clock.now() + timedelta(days=3)):
        assert leaving.carry_out_due() == 0
        assert user("olga").is_active
        User.objects.filter(username="admin").update(is_active=True)
        assert leaving.carry_out_due() == 1


def test_a_new_city_may_begin_with_nobody():
    Membership.objects.all().delete()
    User.objects.update(is_superuser=False)
    with administrators.kept():
        Role.objects.filter(pk="agent").update(rights=[])


def _folder(tmp_path, text: str):
    """Torreón with another desks.yaml."""
    import shutil

    folder = tmp_path / "torreon"
    shutil.copytree(settings.CITY_DIR, folder)
    desks = folder / "desks.yaml"
    old = desks.read_text("utf-8")
    line = next(each for each in old.splitlines() if each.startswith("  administrator: ["))
    desks.write_text(old.replace(line, text), "utf-8")
    return folder


@pytest.mark.parametrize("superuser", [True, False])
def test_a_desks_file_that_takes_the_right_from_every_role_is_refused_with_its_place(tmp_path, superuser):
    if not superuser:
        without_everything("admin")
    folder = _folder(tmp_path, "  administrator: [manage_settings, publish_definitions]")
    with pytest.raises(DefinitionRefused) as refused:
        publish_city(folder, "system", gates=())
    [problem] = refused.value.problems
    assert (problem.rule, problem.file) == ("nobody-administers", "desks.yaml")
    assert problem.line > 100
    assert "manage_people" in Role.objects.get(pk="administrator").rights


def test_a_desks_file_that_gives_it_to_a_role_nobody_holds_is_refused_too(tmp_path, alone):
    Membership.objects.filter(role="committee").delete()
    folder = _folder(tmp_path, "  administrator: [manage_settings]\n".rstrip("\n"))
    desks = folder / "desks.yaml"
    desks.write_text(
        desks.read_text("utf-8").replace("  committee: [", "  committee: [manage_people, "), "utf-8"
    )
    with pytest.raises(DefinitionRefused):
        publish_city(folder, "system", gates=())
    grant("gloria", "committee")
    publish_city(folder, "system", gates=())


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_remove_each_other_at_the_same_moment_one_stays():
    without_everything("admin")
    second_administrator("olga")
    pairs = [("admin", "olga"), ("olga", "admin")]
    posts = {name: Membership.objects.get(user__username=name, role="administrator").pk for name, _ in pairs}
    actors = {name: actor(name) for name, _ in pairs}
    start, refused = threading.Barrier(2), []

    def remove(by: str, whom: str) -> None:
        try:
            start.wait(timeout=20)
            memberships.end(posts[whom], last_day=None, because="Es mutuo", actor=actors[by])
        except LastAdministrator:
            refused.append(by)
        finally:
            connection.close()

    threads = [threading.Thread(target=remove, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Membership.objects.filter(pk__in=posts.values()).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_let_each_other_go_at_the_same_moment_one_stays():
    without_everything("admin")
    second_administrator("olga")
    people = {name: user(name).pk for name in ("admin", "olga")}
    actors = {name: actor(name) for name in people}
    start, refused = threading.Barrier(2), []

    def let_go(by: str, whom: str) -> None:
        try:
            start.wait(timeout=20)
            leaving.let_go(Leaving(people[whom], "Es mutuo"), actor=actors[by])
        except LastAdministrator:
            refused.append(by)
        finally:
            connection.close()

    threads = [threading.Thread(target=let_go, args=pair) for pair in (("admin", "olga"), ("olga", "admin"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert User.objects.filter(pk__in=people.values(), is_active=True).count() == 1

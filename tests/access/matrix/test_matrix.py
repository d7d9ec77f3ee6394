"""Door by door, role by role: who passes, who is refused how, and that a refusal changes nothing."""

import pytest

from casetypes.access import doors, policies
from casetypes.cases.selectors import visible_to
from tests.access.matrix.walk import findings, judge, planned
from tests.access.matrix.world import CITIZENS, REPORTERS, ROLES, World, build


@pytest.fixture
def world(db, morning) -> World:
    return build()


def doors_for(role: str) -> list[doors.Door]:
    """What is open to everybody is tried by strangers, by reporters and by one member of staff. Wagtail's own doors are
    shut to reporters as they are to strangers, who try each."""
    everybody = role in {*CITIZENS, "agent"}
    listed = [door for door in doors.listed() if everybody or door.audience in {"staff", "machine"}]
    return [door for door in listed if not (door.permissions and role in REPORTERS)]


@pytest.mark.parametrize("role", ROLES)
def test_every_door_is_open_and_shut_as_the_policies_say(world: World, role: str):
    found = findings(doors_for(role), world.visitor(role))
    assert not found, "\n".join(found)


def test_the_world_holds_own_and_foreign_cases_for_every_desk(world: World):
    """Else a matrix without a single finding would prove nothing."""
    for role in ("agent", "control_desk", "supervisor", "crew", "provider"):
        seen = visible_to(world.visitor(role).actor).filter(pk__in=[case.pk for case in world.cases.values()])
        assert 0 < seen.count() < len(world.cases), role


def test_a_door_that_stops_asking_is_found(world: World, monkeypatch):
    """Every policy says yes for a moment: each door that refused this person because of one is told by its address."""
    visitor = world.visitor("agent")
    asking = [door for door in doors.listed() if door.action and door.audience == "staff"]
    refused = [
        (visit, method) for visit, method, must in planned(asking, visitor)
        if must == "forbidden" and method in visit.door.methods
    ]  # fmt: skip
    for action in policies.actions():
        monkeypatch.setitem(policies._rules._values, action, lambda actor, subject: policies.YES)
    silent = {
        visit.door.route for visit, method in refused if not list(judge(visit, method, "forbidden", visitor))
    }
    assert {visit.door.route for visit, _method in refused} > {
        "workspace_note",
        "studio_draft",
        "people_give",
    }
    assert silent == {"workspace_move"}, (
        "a move is refused by the engine's own guard as well; no other door has two locks"
    )

"""What must happen at a door, worked out from what the door says and from the policies: nothing of HTTP here."""

from typing import Any, Literal

from casetypes.access.doors import Door
from casetypes.access.policies import may
from casetypes.cases import confidentiality
from casetypes.cases.selectors import visible_to
from casetypes.cases.who_may import askable
from casetypes.evidence.models import Attachment
from cms.studio import selectors as studio
from cms.workspace.gate import holds
from tests.access.matrix.addresses import Visit, step_of
from tests.access.matrix.world import STAFF, Visitor

Outcome = Literal["passes", "forbidden", "unknown", "sign in", "no token", "prove it"]

CLOSED = ("nobody",)
TELL_NOTHING = {
    "portal:code",
    "portal:leave",
    "portal:find",
    "portal:survey",
}  # the same for every folio and token


def expected(visit: Visit, visitor: Visitor) -> Outcome:
    door = visit.door
    if door.permissions == CLOSED:
        return "unknown"
    if door.audience == "public" or (door.audience == "machine" and door.secret):
        return _public(visit, visitor)
    if door.audience == "citizen":
        return "passes" if visitor.own and visitor.own == visit.case else "prove it"
    if visitor.role not in STAFF:
        return "no token" if door.audience == "machine" else "sign in"
    if door.permissions:
        held = (holds(visitor.world.people[visitor.role], one) for one in door.permissions)
        return "passes" if any(held) else "forbidden"
    return _inside(visit, visitor)


def _public(visit: Visit, visitor: Visitor) -> Outcome:
    """Everybody, but for confidential cases: those are their reporter's."""
    case = visit.case
    if case is None or visit.route in TELL_NOTHING or not confidentiality.is_confidential(case):
        return "passes"
    return "passes" if visitor.own == case else "unknown"


def _inside(visit: Visit, visitor: Visitor) -> Outcome:
    """A member of staff: what is foreign does not exist, what is not theirs to do is refused."""
    case, door = visit.case, visit.door
    known = askable if door.action == "who_may.case" else visible_to
    if case is not None and not known(visitor.actor).filter(pk=case.pk).exists():
        return "unknown"
    if visit.desk and not may(visitor.actor, "queue.open", visit.desk):
        return "unknown"
    if not door.action or may(visitor.actor, door.action, _subject(visit, visitor)):
        return "passes"
    return "forbidden"


def _subject(visit: Visit, visitor: Visitor) -> Any:
    """What the policy of the door's action is asked about."""
    door, world = visit.door, visitor.world
    if door.action == "case.move":
        return (visit.case, step_of(visit.case, "control_desk"))
    if door.subject == "file":
        return Attachment.objects.select_related("case").get(pk=world.files[visit.case.folio])
    if door.action == "definition.write":
        return None if visit.route == "studio_new" else world.draft.department
    if visit.route == "studio_draft":
        return studio.authors(world.draft)
    if door.action == "definition.try":
        return world.draft
    return {"case": visit.case, "desk": visit.desk, "account": visit.case}.get(door.subject)


def reads_personal(visit: Visit, visitor: Visitor) -> bool:
    return visit.case is not None and (
        visit.case == visitor.own or bool(may(visitor.actor, "case.read_personal", visit.case))
    )


def asks(door: Door) -> bool:
    """Whether a policy decides at this door."""
    return bool(door.action)

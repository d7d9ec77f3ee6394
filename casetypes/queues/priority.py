"""The priority of a case, changed by a person: with a reason, on the record, and kept when its version changes.

What the rules of the definition said stays in the history; deadlines that were promised do not move.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.cases import engine
from casetypes.cases.models import PRIORITY_RANK, SET_BY_HAND, Case
from casetypes.cases.roles import acting_post
from casetypes.cases.roots import PRIORITY_NAME
from casetypes.cases.services import write_columns
from casetypes.kernel.errors import Invalid, Refused

LONGEST = 300


def prioritise(folio: str, *, priority: str, because: str, actor: Actor) -> Case:
    """Set the priority of an open case. The reason is for the history only: an internal word like a note. Raises
    NotFound, NotAllowed, Refused (closed) and Invalid (no such priority, the same one, no reason)."""
    with transaction.atomic():
        case = engine.lock(folio)
        policies.require(actor, "case.prioritise", case)
        if case.final_kind:
            raise Refused(reasons=[_("The case is closed.")])
        _check(case, priority, because)
        data = {"before": PRIORITY_NAME[case.priority], "after": priority, "because": because.strip()}
        write_columns(case, priority=PRIORITY_RANK[priority], priority_because=dict(SET_BY_HAND))
        post = acting_post(actor, case, "prioritise")
        role = post.role if post else actor.kind
        engine.occur(case, engine.Occurrence("priority", priority, role=role, data=data), actor=actor)
    return case


def _check(case: Case, priority: str, because: str) -> None:
    errors: dict[str, list[object]] = {}
    if priority not in PRIORITY_RANK:
        errors["priority"] = [_("Choose a priority.")]
    elif PRIORITY_RANK[priority] == case.priority:
        errors["priority"] = [_("The case has this priority already.")]
    if not because.strip():
        errors["because"] = [_("Say why.")]
    elif len(because.strip()) > LONGEST:
        errors["because"] = [_("A reason has at most %(limit)d characters.") % {"limit": LONGEST}]
    if errors:
        raise Invalid(fields=errors)

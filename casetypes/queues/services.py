"""Assignment: who was given a case, by whom, when and why. The earlier one ends; nothing is overwritten."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.access.models import Crew
from casetypes.audit import rows
from casetypes.cases import engine
from casetypes.cases.models import Case
from casetypes.cases.roles import acting_post
from casetypes.cases.services import write_columns
from casetypes.kernel import clock
from casetypes.kernel.errors import Invalid
from casetypes.queues.models import Assignment


@dataclass(frozen=True)
class Given:
    """A case is given to a crew or to a person; both empty gives it back to the desk."""

    crew_key: str | None = None
    assignee_id: int | None = None
    by_user_id: int | None = None
    reason: str = ""


def assign(folio: str, given: Given, *, actor: Actor) -> Case:
    """Give a case to a crew or a person from the queue. Raises NotFound, NotAllowed,
    Invalid (no crew of this desk)."""
    with transaction.atomic():
        case = engine.lock(folio)
        policies.require(actor, "case.work", case)
        _require_crew_of_desk(case, given.crew_key)
        give(case, replace(given, by_user_id=actor.user_id))
        data = {
            "crew": given.crew_key or "",
            "assignee": given.assignee_id,
            "reason": given.reason,
        }
        what = engine.Occurrence("assignment", "assign", role=_role(actor, case), data=data)
        engine.occur(case, what, actor=actor)
    return case


def _role(actor: Actor, case: Case) -> str:
    """The role by which somebody gives a case away: one held where the case is, else one over its department."""
    post = acting_post(actor, case, "assign", "assign_desk", "reassign")
    return post.role if post else actor.role_with("reassign") or actor.kind


def _require_crew_of_desk(case: Case, crew: str | None) -> None:
    if crew and not Crew.objects.filter(pk=crew, desk=case.desk_id, active=True).exists():
        raise Invalid(fields={"crew": [_("Choose a crew of this desk.")]})


def give(case: Case, given: Given) -> Assignment:
    """On a locked case: end the open assignment, write the new one and the columns of the queue."""
    now = clock.now()
    if case.crew_id or case.assignee_id:
        Assignment.objects.filter(case=case, ended_at=None).update(ended_at=now)
    write_columns(case, crew_id=given.crew_key, assignee_id=given.assignee_id)
    assignment = Assignment(
        case=case, crew_id=given.crew_key, assignee_id=given.assignee_id, assigned_by_id=given.by_user_id,
        assigned_at=now, reason=given.reason,
    )  # fmt: skip
    rows.insert(assignment)
    return assignment

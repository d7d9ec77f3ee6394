"""What other rooms may write on a case: the columns they own, notes, links. Never its state."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.cases import engine
from casetypes.cases.models import Case, CaseDesk, CaseEvent
from casetypes.cases.roles import acting_post
from casetypes.kernel.errors import Invalid

NOTE_LIMIT = 2000


class Columns(TypedDict, total=False):
    """Columns a queue sorts by, and the rooms that own them: sla (due, overdue, escalated) and queues."""

    due_at: datetime | None
    overdue: bool
    crew_id: str | None
    assignee_id: int | None
    escalated_to_id: str | None
    escalated_at: datetime | None
    priority: int
    priority_because: dict[str, str]


def write_columns(case: Case, **columns: Unpack[Columns]) -> None:
    """Set columns on a locked case. The engine's own UPDATE writes them: no query here."""
    for name, value in columns.items():
        setattr(case, name, value)


def let_read(case: Case, desk_key: str, *, reason: str) -> None:
    """A desk that sent a case on, or to which it was escalated, keeps reading it."""
    CaseDesk.objects.get_or_create(case=case, desk_id=desk_key, reason=reason)


def add_note(folio: str, *, actor: Actor, text: str) -> CaseEvent:
    """An internal note: staff see it, the citizen does not. Raises NotAllowed, Invalid."""
    text = text.strip()
    if not text:
        raise Invalid(fields={"text": [_("Write the note first.")]})
    if len(text) > NOTE_LIMIT:
        raise Invalid(
            fields={"text": [_("A note has at most %(limit)d characters.") % {"limit": NOTE_LIMIT}]}
        )
    with transaction.atomic():
        case = engine.lock(folio)
        policies.require(actor, "case.note", case)
        what = engine.Occurrence("note", "note", role=_role(actor, case), data={"note": text})
        return engine.occur(case, what, actor=actor)


def _role(actor: Actor, case: Case) -> str:
    post = acting_post(actor, case, "message", "note")
    return post.role if post else actor.kind

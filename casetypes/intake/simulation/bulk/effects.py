"""Twins of the effects that stay inside the database: what `carry_out` would write, done to a case in memory.

Each one mirrors `<room>/effects/<effect>.py`; `tests/intake/simulation` holds them equal. A twin refuses nothing:
what the engine would refuse here, a plan must not contain, and the run stops loudly instead of going on without it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from casetypes.cases.models import CaseEvent, OutboxEntry
from casetypes.cases.services import write_columns
from casetypes.definitions import selectors as definitions
from casetypes.definitions.schema.effects import EffectCall
from casetypes.fieldwork.models import WorkOrder
from casetypes.intake.simulation.bulk.held import HeldCase
from casetypes.kernel import clock
from casetypes.kernel.expressions import compile
from casetypes.notifications.models import Message
from casetypes.notifications.silence import REASON
from casetypes.queues.models import Assignment
from casetypes.surveys.models import Survey
from casetypes.surveys.services import closing_time

Roots = Mapping[str, object]
UNSENT = "notify"


def refer(held: HeldCase, event: CaseEvent, arguments: Any, roots: Roots) -> None:
    case, key = held.case, str(compile(arguments.desk).value(roots))
    if key == case.desk_id:
        return
    desk = held.books.desks[key]
    if not desk.active:
        raise ValueError(f"desk {key} is not active")
    held.let_read(case.desk_id, "referred")
    event.data = {**event.data, "referred": {"from": case.desk_id, "to": key}}
    case.desk, case.crew_id, case.assignee_id = desk, None, None


def assign(held: HeldCase, event: CaseEvent, arguments: Any, roots: Roots) -> None:
    case, key = held.case, str(compile(arguments.crew).value(roots))
    crew = definitions.desks_spec().crews.get(key)
    if crew is None or crew.desk != case.desk_id:
        raise ValueError(f"desk {case.desk_id} has no crew {key}")
    now = clock.now()
    if case.crew_id or case.assignee_id:
        for earlier in held.assignments:
            earlier.ended_at = earlier.ended_at or now
    write_columns(case, crew_id=key, assignee_id=None)
    held.assignments.append(Assignment(case=case, crew_id=key, assigned_by_id=event.user_id, assigned_at=now))


def work_order(held: HeldCase, event: CaseEvent, arguments: Any, roots: Roots) -> None:
    spec = held.compiled.spec.work_orders[arguments.template]
    held.orders.append(
        WorkOrder(
            case=held.case, key=arguments.template, checklist=spec.checklist or "",
            crew_id=held.case.crew_id, materials=dict.fromkeys(spec.materials), opened_at=clock.now(),
        )
    )  # fmt: skip


def survey(held: HeldCase, event: CaseEvent, arguments: Any, roots: Roots) -> None:
    case, key = held.case, arguments.key
    if any(each.key == key and each.round == case.reopened + 1 for each in held.surveys):
        return
    now = clock.now()
    closes_at = closing_time(definitions.survey(key), now)
    held.surveys.append(
        Survey(case=case, key=key, round=case.reopened + 1, invited_at=now, closes_at=closes_at)
    )


def escalate(held: HeldCase, event: CaseEvent, arguments: Any, roots: Roots) -> None:
    case = held.case
    target = case.desk.escalates_to_id or case.desk_id
    write_columns(case, escalated_to_id=target, escalated_at=clock.now())
    if target != case.desk_id:
        held.let_read(target, "escalated")
    event.data = {**event.data, "escalated": {"to": target, "role": arguments.to}}


def set_answers(held: HeldCase, event: CaseEvent, arguments: Any, roots: Roots) -> None:
    written = held.compiled.written(arguments.values, roots, event.name)
    held.case.answers = {**held.case.answers, **written}


TWINS: dict[str, Callable[[HeldCase, CaseEvent, Any, Roots], None]] = {
    "refer": refer,
    "assign": assign,
    "work_order": work_order,
    "survey": survey,
    "escalate": escalate,
    "set": set_answers,
}


def carry_out(held: HeldCase, calls: Sequence[EffectCall], event: CaseEvent, roots: Roots) -> None:
    """Every effect with its row of the outbox, all done with; messages are on record and sent to nobody."""
    for call in calls:
        now, number = clock.now(), held.books.outbox.next_id()
        arguments = held.books.memory.arguments(call)
        inside = call.name != UNSENT
        if inside:
            TWINS[call.name](held, event, call.args, roots)
        else:
            _unsent(held, number, arguments, now)
        held.books.outbox.add({
            "id": number, "case_id": held.case.pk, "event_id": event.pk, "effect": call.name,
            "arguments": arguments, "state": OutboxEntry.DONE, "attempts": int(inside), "next_at": now,
            "created_at": now, "done_at": now,
        })  # fmt: skip


def _unsent(held: HeldCase, number: int, arguments: Mapping[str, Any], now: datetime) -> None:
    template = arguments["template"]
    held.books.messages.add({
        "id": held.books.messages.next_id(), "case_id": held.case.pk, "template": template,
        "audience": arguments.get("to") or definitions.message(template).audience, "channel": "email",
        "language": held.case.language, "state": Message.SUPPRESSED, "reason": REASON,
        "dedupe": f"{number}:{template}:simulated:email", "created_at": now,
    })  # fmt: skip

"""Twins of the effects that stay inside the database: what `carry_out` would write, done to a journey in memory.

Each one mirrors `<room>/effects/<effect>.py`; `tests/intake/simulation` holds them equal. A twin refuses nothing:
what the engine would refuse here, a plan must not contain, and the run stops loudly instead of going on without it.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from casetypes.cases.models import CaseEvent
from casetypes.cases.services import write_columns
from casetypes.definitions import selectors as definitions
from casetypes.fieldwork.models import WorkOrder
from casetypes.kernel import clock
from casetypes.kernel.expressions import compile
from casetypes.queues.models import Assignment
from casetypes.surveys.models import Survey
from casetypes.surveys.services import closing_time

if TYPE_CHECKING:
    from casetypes.intake.simulation.bulk.journey import Journey

Roots = Mapping[str, object]
UNSENT = "notify"


def refer(journey: "Journey", event: CaseEvent, arguments: Any, roots: Roots) -> None:
    case, key = journey.case, str(compile(arguments.desk).value(roots))
    if key == case.desk_id:
        return
    desk = journey.books.desks[key]
    if not desk.active:
        raise ValueError(f"desk {key} is not active")
    journey.let_read(case.desk_id, "referred")
    event.data = {**event.data, "referred": {"from": case.desk_id, "to": key}}
    case.desk, case.crew_id, case.assignee_id = desk, None, None


def assign(journey: "Journey", event: CaseEvent, arguments: Any, roots: Roots) -> None:
    case, key = journey.case, str(compile(arguments.crew).value(roots))
    crew = definitions.desks_spec().crews.get(key)
    if crew is None or crew.desk != case.desk_id:
        raise ValueError(f"desk {case.desk_id} has no crew {key}")
    now = clock.now()
    if case.crew_id or case.assignee_id:
        for earlier in journey.assignments:
            earlier.ended_at = earlier.ended_at or now
    write_columns(case, crew_id=key, assignee_id=None)
    journey.assignments.append(
        Assignment(case=case, crew_id=key, assigned_by_id=event.user_id, assigned_at=now)
    )


def work_order(journey: "Journey", event: CaseEvent, arguments: Any, roots: Roots) -> None:
    spec = journey.compiled.spec.work_orders[arguments.template]
    journey.orders.append(
        WorkOrder(
            case=journey.case, key=arguments.template, checklist=spec.checklist or "",
            crew_id=journey.case.crew_id, materials=dict.fromkeys(spec.materials), opened_at=clock.now(),
        )
    )  # fmt: skip


def survey(journey: "Journey", event: CaseEvent, arguments: Any, roots: Roots) -> None:
    case, key = journey.case, arguments.key
    if any(each.key == key and each.round == case.reopened + 1 for each in journey.surveys):
        return
    now = clock.now()
    closes_at = closing_time(definitions.survey(key), now)
    journey.surveys.append(
        Survey(case=case, key=key, round=case.reopened + 1, invited_at=now, closes_at=closes_at)
    )


def escalate(journey: "Journey", event: CaseEvent, arguments: Any, roots: Roots) -> None:
    case = journey.case
    target = case.desk.escalates_to_id or case.desk_id
    write_columns(case, escalated_to_id=target, escalated_at=clock.now())
    if target != case.desk_id:
        journey.let_read(target, "escalated")
    event.data = {**event.data, "escalated": {"to": target, "role": arguments.to}}


def set_answers(journey: "Journey", event: CaseEvent, arguments: Any, roots: Roots) -> None:
    values: dict[str, Any] = {key: compile(text).value(roots) for key, text in arguments.values.items()}
    journey.case.answers = {**journey.case.answers, **values}


TWINS: dict[str, Callable[["Journey", CaseEvent, Any, Roots], None]] = {
    "refer": refer,
    "assign": assign,
    "work_order": work_order,
    "survey": survey,
    "escalate": escalate,
    "set": set_answers,
}

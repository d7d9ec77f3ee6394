"""The scenarios of a service: what happens to one case, step by step, and what is expected after each step."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from casetypes.definitions.schema.base import Key, Model, SpanText
from casetypes.definitions.schema.references import (
    CalculationKey,
    ChecklistKey,
    ClockKey,
    DeskKey,
    FieldKey,
    MessageKey,
    ServiceKey,
    StateKey,
    SurveyKey,
    TransitionKey,
    WorkOrderKey,
)
from casetypes.kernel.phrases import phrase
from casetypes.kernel.vocabulary import FinalKind, Priority, PublicStatus


def _on_the_calendar(text: str) -> str:
    """2026-13-01 is written as expected, and there is no such day."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        why = phrase('there is no moment "%(text)s"', text=text)
        raise PydanticCustomError("kernel", "{why}", {"why": why}) from None
    return text


Moment = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d\d-\d\d \d\d:\d\d$"),
    AfterValidator(_on_the_calendar),
]
Person = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(@[a-z][a-z0-9-]*)?(#\d+)?$")]
Sample = Literal["photo", "document", "video", "audio"]
Used = Annotated[str, StringConstraints(pattern=r"^\d{1,4}%$|^\d{1,6} (working )?(minute|hour|day|month)s?$")]
ClockState = Literal["running", "paused", "stopped", "overdue", "met", "missed"]


def _clock(value: Any) -> Any:
    return {"state": value} if isinstance(value, str) else value


def _audiences(value: Any) -> Any:
    """`[reporter, desk]` is `{reporter: [], desk: []}`; one template may stand without a list."""
    if isinstance(value, list):
        return {audience: [] for audience in value}
    if isinstance(value, dict):
        return {audience: [told] if isinstance(told, str) else told for audience, told in value.items()}
    return value


class ClockExpectation(Model):
    """`paused`, or with more to say: `{state: paused, consumed: 3 working hours}`.

    `overdue`: it runs past its due moment. `met` and `missed`: it stopped in time, or too late. `consumed` is what is
    used of the budget, as a share ("40%") or a length of time. `run` counts from 1; re-opening starts another.
    """

    state: ClockState | None = None
    consumed: Used | None = None
    run: int | None = Field(default=None, ge=1)


ClockExpected = Annotated[
    ClockExpectation, BeforeValidator(_clock, json_schema_input_type=ClockState | ClockExpectation)
]
Audiences = Annotated[
    dict[str, list[MessageKey]],
    BeforeValidator(_audiences, json_schema_input_type=list[str] | dict[str, str | list[str]]),
]


class Expectation(Model):
    """What is to be true after a step. What is not named is not looked at.

    `notified`: who was told in this step, by audience, also with the template: `{reporter: resuelto}`; `[]` says that
    nobody was. `visible` and `hidden`: fields that a role reads, or does not; the role `public` is the page that
    anybody sees. `folio` may hold `*`. `children`: the state of each child case, by its service.
    """

    state: StateKey | None = None
    public: PublicStatus | None = None
    final: FinalKind | None = None
    priority: Priority | None = None
    desk: DeskKey | None = None
    crew: str | None = None
    escalated: DeskKey | None = None
    reopened: int | None = Field(default=None, ge=0)
    due: dict[ClockKey, Moment] = Field(default_factory=dict)
    clocks: dict[ClockKey, ClockExpected] = Field(default_factory=dict)
    notified: Audiences | None = None
    visible: dict[str, list[FieldKey]] = Field(default_factory=dict)
    hidden: dict[str, list[FieldKey]] = Field(default_factory=dict)
    calc: dict[CalculationKey, Any] = Field(default_factory=dict)
    answers: dict[FieldKey, Any] = Field(default_factory=dict)
    work_orders: dict[WorkOrderKey, Literal["open", "closed"]] = Field(default_factory=dict)
    surveys: list[SurveyKey] = Field(default_factory=list)
    children: dict[ServiceKey, Key] = Field(default_factory=dict)
    folio: str | None = None


class ChildMove(Model):
    """A transition of the child case of that service."""

    service: ServiceKey
    do: Key
    input: dict[Key, Any] = Field(default_factory=dict, alias="with")


class Step(Model):
    """One step: time passes (`wait`, or `until` a moment), then somebody acts, then something is expected.

    Acting is `by` + `do` (a transition), `check` (a checklist), `close` (a work order without a checklist) or `child`
    (a transition of a child case).
    """

    by: Person | None = None
    do: TransitionKey | None = None
    check: ChecklistKey | None = None
    close: WorkOrderKey | None = None
    child: ChildMove | None = None
    input: dict[Key, Any] = Field(default_factory=dict, alias="with")
    attach: dict[Key, Sample] = Field(default_factory=dict)
    wait: SpanText | None = None
    until: Moment | None = None
    refused: str | None = None
    expect: Expectation | None = None


class Scenario(Model):
    """`given` are the answers of the report, `attach` its files: which field gets what; `by` is who reports it (nobody:
    the public). Without `at` it is reported on a working morning."""

    given: dict[Key, Any] = Field(default_factory=dict)
    attach: dict[Key, Sample] = Field(default_factory=dict)
    at: Moment | None = None
    by: Person | None = None
    channel: str = "web"
    steps: list[Step] = Field(min_length=1)

"""A service, whole: `services/*.yaml` (language.md, "A service, whole")."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from casetypes.definitions.schema.base import Expression, Key, Language, Model, Slug, SpanText, Texts
from casetypes.definitions.schema.effects import AnyEffect
from casetypes.definitions.schema.fields import AnyField

Percent = Annotated[str, StringConstraints(pattern=r"^\d{1,3}(\.\d+)?%$")]
Amount = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)? ?(%|[a-z]+|MXN)?( .*)?$")]
RoleRef = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(@[a-z][a-z0-9-]*)?$")]
FragmentRef = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*@\d+$")]
PublicStatus = Literal[
    "received", "scheduled", "in_process", "waiting", "referred", "resolved", "declined", "duplicate", "withdrawn"
]
FinalKind = Literal["done", "declined", "duplicate", "withdrawn", "referred_out"]
Priority = Literal["low", "normal", "high", "critical"]


class Languages(Model):
    required: list[Language] = Field(min_length=1)
    optional: list[Language] = Field(default_factory=list)


class Effective(Model):
    since: date = Field(alias="from")
    basis: str = ""


class Page(Model):
    """One question group: one page of the citizen's form."""

    title: Texts
    intro: Texts = Field(default_factory=dict)
    when: Expression | None = None
    fields: dict[Key, AnyField] = Field(min_length=1)


class Calculation(Model):
    type: Literal["text", "integer", "decimal", "boolean", "date", "datetime"]
    formula: Expression = Field(alias="is")


class PriorityRule(Model):
    when: Expression | None = None
    priority: Priority = Field(alias="is")
    because: Texts = Field(default_factory=dict)


class State(Model):
    public: PublicStatus
    title: Texts = Field(default_factory=dict)
    final: FinalKind | None = None


class Branch(Model):
    when: Expression | None = None
    goto: Key
    do: list[AnyEffect] = Field(default_factory=list)


def _branches(value: Any) -> Any:
    return [{"goto": value}] if isinstance(value, str) else value


class Requirement(Model):
    that: Expression
    otherwise: Texts = Field(alias="else")


class Transition(Model):
    """A button. `to` is always a list of branches after loading; the first that holds is taken."""

    title: Texts = Field(default_factory=dict)
    sources: list[Key] = Field(alias="from", min_length=1)
    to: Annotated[list[Branch], BeforeValidator(_branches)] = Field(min_length=1)
    by: list[RoleRef] = Field(min_length=1)
    not_by: Key | None = None
    input: dict[Key, AnyField] = Field(default_factory=dict)
    require: list[Requirement] = Field(default_factory=list)
    do: list[AnyEffect] = Field(default_factory=list)
    within: SpanText | None = None


class Opening(Model):
    """What happens when a case is opened, beyond its clocks."""

    do: list[AnyEffect] = Field(default_factory=list)


class Checklist(Model):
    title: Texts = Field(default_factory=dict)
    open_in: list[Key] = Field(min_length=1)
    items: dict[Key, AnyField] = Field(min_length=1)


class WorkOrderTemplate(Model):
    title: Texts = Field(default_factory=dict)
    checklist: Key | None = None
    materials: list[Key] = Field(default_factory=list)
    near_case: Annotated[str, StringConstraints(pattern=r"^\d+ (m|km)$")] | None = None


class BudgetRule(Model):
    when: Expression | None = None
    span: SpanText = Field(alias="is")


def _budgets(value: Any) -> Any:
    return [{"is": value}] if isinstance(value, str) else value


class Clock(Model):
    """An SLA clock. Either `starts`/`stops` (transitions; `created`) or `runs_in` (states), with pauses."""

    title: Texts = Field(default_factory=dict)
    calendar: Slug
    budget: Annotated[list[BudgetRule], BeforeValidator(_budgets)] = Field(min_length=1)
    starts: str | None = None
    stops: list[Key] = Field(default_factory=list)
    runs_in: list[Key] = Field(default_factory=list)
    pauses_in: list[Key] = Field(default_factory=list)
    at: dict[Percent, list[AnyEffect]] = Field(default_factory=dict)
    reopen: Literal["restart", "resume"] = "restart"

    @model_validator(mode="after")
    def _has_a_beginning(self) -> "Clock":
        if not self.starts and not self.runs_in:
            raise ValueError("a clock needs `starts: created` (or a transition) or `runs_in: [states]`")
        return self


class FieldAccess(Model):
    read: list[RoleRef] = Field(default_factory=list)


class Public(Model):
    show: list[Key] = Field(default_factory=list)
    map: Literal["exact", "block", "zone", "hidden"] = "block"


class Duplicates(Model):
    radius: Annotated[str, StringConstraints(pattern=r"^\d+ (m|km)$")]
    days: int = Field(ge=1, le=3650)
    words: bool = False


class Queue(Model):
    columns: list[str] = Field(default_factory=lambda: ["folio", "priority", "due", "zone"])
    group_by: list[str] = Field(default_factory=list)
    filters: list[str] = Field(default_factory=list)


class Sample(Model):
    closed_in_bulk: Percent


class Target(Model):
    sla: Percent | None = None
    target: Amount | None = None
    baseline: Amount | None = None


class Retention(Model):
    personal: SpanText
    case: SpanText


class MigrationRules(Model):
    states: dict[Key, Key] = Field(default_factory=dict)
    fields: dict[Key, Key] = Field(default_factory=dict)
    clocks: Literal["keep_consumed", "restart"] = "keep_consumed"


class Essentials(Model):
    """A8: what a citizen is told before the form."""

    purpose: Texts = Field(default_factory=dict)
    requirements: list[Texts] = Field(default_factory=list)
    cost: Texts = Field(default_factory=dict)
    legal_basis: list[str] = Field(default_factory=list)
    duration: Texts = Field(default_factory=dict)


MigrationKey = Annotated[str, StringConstraints(pattern=r"^from \d+$")]


class Service(Model):
    """The definition of a case type, after its fragments are merged in (see loader)."""

    agora: Literal[1]
    kind: Literal["service"]
    key: Key
    title: Texts
    summary: Texts = Field(default_factory=dict)
    about: Essentials = Field(default_factory=Essentials)
    category: Key
    desk: Slug
    steward: Slug
    languages: Languages
    effective: Effective | None = None
    use: list[FragmentRef] = Field(default_factory=list)
    location: Literal["required", "none"] = "required"
    confidential: bool = False
    form: dict[Key, Page] = Field(min_length=1)
    calc: dict[Key, Calculation] = Field(default_factory=dict)
    priority: list[PriorityRule] = Field(default_factory=list)
    states: dict[Key, State] = Field(min_length=1)
    on_open: Opening = Field(default_factory=Opening)
    transitions: dict[Key, Transition] = Field(default_factory=dict)
    checklists: dict[Key, Checklist] = Field(default_factory=dict)
    work_orders: dict[Key, WorkOrderTemplate] = Field(default_factory=dict)
    clocks: dict[Key, Clock] = Field(default_factory=dict)
    access: dict[Key, FieldAccess] = Field(default_factory=dict)
    public: Public = Field(default_factory=Public)
    duplicates: Duplicates | None = None
    routing: Literal["suggest", "automatic"] = "suggest"
    queue: Queue = Field(default_factory=Queue)
    sample: Sample | None = None
    targets: dict[Key, Target] = Field(default_factory=dict)
    metrics: list[Key] = Field(default_factory=list)
    retention: Retention | None = None
    migrate: dict[MigrationKey, MigrationRules] = Field(default_factory=dict)
    scenarios: dict[str, "Scenario"] = Field(default_factory=dict)


class Expectation(Model):
    state: Key | None = None
    public: PublicStatus | None = None
    priority: Priority | None = None
    desk: Slug | None = None
    due: dict[Key, str] = Field(default_factory=dict)
    notified: list[str] = Field(default_factory=list)
    folio: str | None = None


class Step(Model):
    """One step: act (`by`+`do`), fill a checklist (`check`), attach evidence, wait, or only `expect`."""

    by: Annotated[str, StringConstraints(pattern=r"^[a-z_]+(@[a-z][a-z0-9-]*)?(#\d+)?$")] | None = None
    do: Key | None = None
    check: Key | None = None
    input: dict[Key, Any] = Field(default_factory=dict, alias="with")
    attach: dict[Key, str] = Field(default_factory=dict)
    wait: SpanText | None = None
    refused: str | None = None
    expect: Expectation | None = None


class Scenario(Model):
    given: dict[Key, Any] = Field(default_factory=dict)
    at: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d \d\d:\d\d$")] | None = None
    channel: str = "web"
    steps: list[Step] = Field(min_length=1)

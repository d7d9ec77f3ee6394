"""A service, whole: `services/*.yaml` (language.md, "A service, whole")."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from casetypes.definitions.schema.base import Key, Language, Model, SpanText, Texts
from casetypes.definitions.schema.effects import AnyEffect, EffectCall
from casetypes.definitions.schema.fields import AnyField
from casetypes.definitions.schema.references import (
    CalculationKey,
    CalendarKey,
    CategoryKey,
    ChecklistKey,
    ClockStart,
    Condition,
    DepartmentKey,
    DeskKey,
    FieldKey,
    FormFieldKey,
    Formula,
    MigratedField,
    MigratedState,
    MomentExpression,
    OpenState,
    PausingState,
    RoleName,
    RunningState,
    SourceState,
    StateKey,
    TargetState,
    TransitionKey,
)
from casetypes.definitions.schema.scenarios import Scenario
from casetypes.kernel.phrases import phrase
from casetypes.kernel.vocabulary import FinalKind, Priority, PublicStatus

Percent = Annotated[str, StringConstraints(pattern=r"^\d{1,3}(\.\d+)?%$")]
Amount = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)? ?(%|[a-z]+|MXN)?( .*)?$")]
FragmentRef = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*@\d+$")]


class Languages(Model):
    required: list[Language] = Field(min_length=1)
    optional: list[Language] = Field(default_factory=list)


class Effective(Model):
    since: date = Field(alias="from")
    basis: str = ""


class Page(Model):
    """One question group: one page of the citizen's form, or (`filled_by: office`) what the city itself notes down
    about a case: nobody is asked, the effect `set` writes it."""

    title: Texts
    intro: Texts = Field(default_factory=dict)
    when: Condition | None = None
    filled_by: Literal["reporter", "office"] = "reporter"
    fields: dict[Key, AnyField] = Field(min_length=1)

    @property
    def by_office(self) -> bool:
        return self.filled_by == "office"

    @property
    def goes_with_personal(self) -> bool:
        """Whether it asks for nothing but consents to the use of what is personal (beside its notes)."""
        asking = [options for options in self.fields.values() if options.asks]
        return bool(asking) and all(options.goes_with_personal for options in asking)


class Calculation(Model):
    type: Literal["text", "integer", "decimal", "boolean", "date", "datetime"]
    formula: Formula = Field(alias="is")


class PriorityRule(Model):
    when: Condition | None = None
    priority: Priority = Field(alias="is")
    because: Texts = Field(default_factory=dict)


class State(Model):
    public: PublicStatus
    title: Texts = Field(default_factory=dict)
    final: FinalKind | None = None


class Branch(Model):
    when: Condition | None = None
    goto: TargetState
    do: list[AnyEffect] = Field(default_factory=list)


def _branches(value: Any) -> Any:
    return [{"goto": value}] if isinstance(value, str) else value


class Requirement(Model):
    that: Condition
    otherwise: Texts = Field(alias="else")


class Transition(Model):
    """A button. `to` is always a list of branches after loading; the first that holds is taken."""

    title: Texts = Field(default_factory=dict)
    sources: list[SourceState] = Field(alias="from", min_length=1)
    to: Annotated[list[Branch], BeforeValidator(_branches, json_schema_input_type=Key | list[Branch])] = (
        Field(min_length=1)
    )
    by: list[RoleName] = Field(min_length=1)
    not_by: TransitionKey | None = None
    input: dict[Key, AnyField] = Field(default_factory=dict)
    require: list[Requirement] = Field(default_factory=list)
    do: list[AnyEffect] = Field(default_factory=list)
    within: SpanText | None = None


class Opening(Model):
    """What happens when a case is opened, beyond its clocks."""

    do: list[AnyEffect] = Field(default_factory=list)


class Checklist(Model):
    title: Texts = Field(default_factory=dict)
    open_in: list[OpenState] = Field(min_length=1)
    items: dict[Key, AnyField] = Field(min_length=1)


class WorkOrderTemplate(Model):
    title: Texts = Field(default_factory=dict)
    checklist: ChecklistKey | None = None
    materials: list[Key] = Field(default_factory=list)
    near_case: Annotated[str, StringConstraints(pattern=r"^\d+ (m|km)$")] | None = None


class BudgetRule(Model):
    when: Condition | None = None
    span: SpanText = Field(alias="is")


def _budgets(value: Any) -> Any:
    return [{"is": value}] if isinstance(value, str) else value


class Clock(Model):
    """An SLA clock. Either `starts`/`stops` (transitions; `created`) or `runs_in` (states), with pauses. Either a
    `budget` of time or `until`, a moment that the case itself knows; waiting does not move an agreed moment."""

    title: Texts = Field(default_factory=dict)
    calendar: CalendarKey
    budget: Annotated[
        list[BudgetRule], BeforeValidator(_budgets, json_schema_input_type=SpanText | list[BudgetRule])
    ] = Field(default_factory=list)
    until: MomentExpression | None = None
    starts: ClockStart | None = None
    stops: list[TransitionKey] = Field(default_factory=list)
    runs_in: list[RunningState] = Field(default_factory=list)
    pauses_in: list[PausingState] = Field(default_factory=list)
    at: dict[Percent, list[AnyEffect]] = Field(default_factory=dict)
    reopen: Literal["restart", "resume"] = "restart"

    @model_validator(mode="after")
    def _one_end(self) -> "Clock":
        if bool(self.budget) == bool(self.until):
            raise ValueError(phrase("a clock has either a budget or until, a moment"))
        if self.until and self.pauses_in:
            raise ValueError(phrase("an agreed moment does not wait: a clock with until has no pauses_in"))
        return self


class FieldAccess(Model):
    """Who reads the answer to a field: the roles of `read` always, those of `states` besides, while the case is in
    that state. Who corrects it, of those who read it: the roles of `write` (None: agent and control desk of the own
    desk), in the states of `write_in` (None: in every state that is not final)."""

    read: list[RoleName] = Field(default_factory=list)
    states: dict[StateKey, list[RoleName]] = Field(default_factory=dict)
    write: list[RoleName] | None = None
    write_in: list[StateKey] | None = None


class Public(Model):
    show: list[FieldKey] = Field(default_factory=list)
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
    """Where running cases of an older version go. A field that goes to `null` is let go: its answers stay on record.

    `rules`: computed values and priority stay as they were decided, or are worked out again.
    """

    states: dict[Key, MigratedState] = Field(default_factory=dict)
    fields: dict[Key, MigratedField | None] = Field(default_factory=dict)
    clocks: Literal["keep_consumed", "restart"] = "keep_consumed"
    rules: Literal["keep", "recompute"] = "keep"


class Capacity(Model):
    """At most so many cases of the service in these states at once; with `per`, so many for each combination of
    these answers (one per stall, three per street and day)."""

    states: list[StateKey] = Field(alias="in", min_length=1)
    at_most: int = Field(ge=1, le=100_000)
    per: list[FormFieldKey] = Field(default_factory=list)
    otherwise: Texts = Field(alias="else")


class OutOfService(Model):
    """In which states the asset of a case does not work, for the metric `out_of_service`.

    `only_if` is a boolean computed value: a case for which it is false is about an asset that still works.
    """

    states: list[RunningState] = Field(alias="in", min_length=1)
    only_if: CalculationKey | None = None


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
    category: CategoryKey
    desk: DeskKey
    steward: DepartmentKey
    languages: Languages
    effective: Effective | None = None
    use: list[FragmentRef] = Field(default_factory=list)
    location: Literal["required", "none"] = "required"
    offered: Literal["everyone", "staff", "nobody"] = "everyone"
    confidential: bool = False
    readers: list[RoleName] = Field(default_factory=list)
    form: dict[Key, Page] = Field(min_length=1)
    calc: dict[Key, Calculation] = Field(default_factory=dict)
    priority: list[PriorityRule] = Field(default_factory=list)
    states: dict[Key, State] = Field(min_length=1)
    on_open: Opening = Field(default_factory=Opening)
    transitions: dict[Key, Transition] = Field(default_factory=dict)
    checklists: dict[Key, Checklist] = Field(default_factory=dict)
    work_orders: dict[Key, WorkOrderTemplate] = Field(default_factory=dict)
    clocks: dict[Key, Clock] = Field(default_factory=dict)
    access: dict[FieldKey, FieldAccess] = Field(default_factory=dict)
    public: Public = Field(default_factory=Public)
    duplicates: Duplicates | None = None
    routing: Literal["suggest", "automatic"] = "suggest"
    queue: Queue = Field(default_factory=Queue)
    sample: Sample | None = None
    targets: dict[Key, Target] = Field(default_factory=dict)
    metrics: list[Key] = Field(default_factory=list)
    out_of_service: OutOfService | None = None
    capacity: dict[Key, Capacity] = Field(default_factory=dict)
    retention: Retention | None = None
    migrate: dict[MigrationKey, MigrationRules] = Field(default_factory=dict)
    scenarios: dict[str, Scenario] = Field(default_factory=dict)

    def effect_calls(self) -> Iterator[EffectCall]:
        """Every effect that a transition, a branch, a clock or the opening may carry out."""
        yield from self.on_open.do
        for transition in self.transitions.values():
            yield from transition.do
            for branch in transition.to:
                yield from branch.do
        for clock in self.clocks.values():
            for calls in clock.at.values():
                yield from calls

    @property
    def for_everyone(self) -> bool:
        """Whether the public may ask for it; otherwise staff capture it, or another case opens it."""
        return self.offered == "everyone"

    @property
    def is_offered(self) -> bool:
        """Whether anybody may still ask for it. What is offered to nobody lives on for the cases it has."""
        return self.offered != "nobody"

    @property
    def opens_cases_of(self) -> list[str]:
        """Services of which a case of this one opens child cases (the references that its effects open)."""
        return sorted({key for call in self.effect_calls() for key in call.args.opens()})

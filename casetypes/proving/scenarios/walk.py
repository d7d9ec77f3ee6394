"""One case on its way through a scenario: every step by the services that people use, at the scenario's own time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max

from casetypes.access.actors import PUBLIC, SYSTEM, Actor
from casetypes.cases import engine, outbox
from casetypes.cases.attempt import Attempt, of_move
from casetypes.cases.models import Case, CaseEvent, OutboxEntry
from casetypes.cases.roles import roles_for
from casetypes.definitions import selectors
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.problems import phrase
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.schema.scenarios import ChildMove, Scenario, Step
from casetypes.evidence import services as evidence
from casetypes.fieldwork import services as fieldwork
from casetypes.fieldwork.models import WorkOrder
from casetypes.intake.services import Submission, submit
from casetypes.kernel import clock
from casetypes.kernel.business_time import Calendar, Span
from casetypes.kernel.errors import DomainError
from casetypes.notifications.models import Message
from casetypes.proving.scenarios import samples
from casetypes.proving.scenarios.cast import Cast, Unplayable
from casetypes.sla.models import SlaClock
from casetypes.sla.sweep import sweep_case

MORNING = datetime(2026, 6, 1, 10, 0)  # a Monday, for scenarios that name no moment


@dataclass
class Walk:
    """`now` is the scenario's time, moved by `wait` and `until` only. `family` are the ids of the case and of its child
    cases; `messages` and `failed` effects are those of the step at hand, `last_message` the newest id before it;
    `attempt` is the last transition that was carried out, `denied` the last that was refused, with its `refusal`."""

    compiled: CompiledService
    scenario: Scenario
    now: datetime = MORNING
    folio: str = ""
    family: tuple[int, ...] = ()
    messages: list[Message] = field(default_factory=list)
    attempt: Attempt | None = None
    denied: Attempt | None = None
    refusal: DomainError | None = None
    moved: str = ""
    last_message: int = 0
    began_at: int = 0
    failed: list[OutboxEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cast = Cast(self.compiled)
        self.now = self._moment(self.scenario.at) if self.scenario.at else self.calendar.next_opening(
            MORNING.replace(tzinfo=self.zone)
        )  # fmt: skip

    @property
    def zone(self) -> Any:
        return clock.zone(selectors.city().time_zone)

    @property
    def calendar(self) -> Calendar:
        """By which working time is waited: that of the first clock; day and night without one."""
        keys = [each.calendar for each in self.compiled.spec.clocks.values()]
        return selectors.calendar(keys[0]) if keys else Calendar.always(selectors.city().time_zone)

    @property
    def case(self) -> Case:
        return Case.objects.select_related("desk").get(folio=self.folio)

    @property
    def given_personally(self) -> dict[str, Any]:
        """Personal answers of the report, as they were given: rules read them, and the case does not keep them."""
        personal = self.compiled.personal_fields
        return {key: value for key, value in self.scenario.given.items() if key in personal}

    def report(self) -> None:
        """The report itself. Raises what intake raises."""
        with clock.at(self.now):
            actor = self.cast.person(self.scenario.by, None) if self.scenario.by else PUBLIC
            fields = self.compiled.fields
            given = {key: _located(fields.get(key), value) for key, value in self.scenario.given.items()}
            files = {
                key: [self._file(key, kind, fields.get(key), actor)]
                for key, kind in self.scenario.attach.items()
            }
            opened = submit(Submission(
                service=self.compiled.key, answers=given, files=files, channel=self.scenario.channel,
                language=self.compiled.spec.languages.required[0], actor=actor,
                demonstration=not self.compiled.spec.is_offered,
            ))  # fmt: skip
        self.folio = opened.folio
        self._settle()

    def take(self, step: Step) -> None:
        """Time passes, somebody acts, messages go out. A refusal is kept as `refusal`, for the caller to judge. A step
        that only looks, looks at what the one before it did."""
        if not (step.wait or step.until or step.do or step.check or step.close or step.child):
            return
        self.refusal, self.denied, self.moved = None, None, ""
        self.messages, self.failed, self.began_at = [], [], self.last_event
        if step.wait or step.until:
            self._pass_time(self._later(step.wait) if step.wait else self._moment(step.until or ""))
        try:
            with clock.at(self.now):
                self._act(step)
        except DomainError as refusal:
            self.refusal = refusal
        self._settle()

    @property
    def last_event(self) -> int:
        """The id of the case's newest event."""
        return CaseEvent.objects.filter(case__folio=self.folio).aggregate(Max("pk"))["pk__max"] or 0

    def moves(self) -> list[CaseEvent]:
        """Transitions of the case in this step, those too that it took by itself."""
        events = CaseEvent.objects.filter(case=self.family[0], kind="transition", pk__gt=self.began_at)
        return list(events.order_by("pk"))

    def _act(self, step: Step) -> None:
        if step.do:
            self._advance(step)
        elif step.check:
            self._fill(step, step.check)
        elif step.close:
            self._close(step, step.close)
        elif step.child:
            self._move_child(step, step.child)

    def _advance(self, step: Step) -> None:
        case, key = self.case, step.do or ""
        actor = self._actor(step.by, case)
        fields = self.compiled.spec.transitions[key].input
        given = {name: _located(fields.get(name), value) for name, value in step.input.items()}
        given |= self._files(step, fields, actor, case)
        try:
            moved = engine.advance(self.folio, key, actor=actor, input=given)
        except DomainError:
            self.denied = Attempt(case, self.compiled, key, actor, roles_for(actor, case), given)
            raise
        self.attempt, self.moved = of_move(moved, key), key

    def _fill(self, step: Step, key: str) -> None:
        case = self.case
        actor = self._actor(step.by or "crew", case)
        items = self.compiled.spec.checklists[key].items
        answers = {**step.input, **self._files(step, items, actor, case)}
        fieldwork.fill_checklist(self.folio, key, actor=actor, answers=answers)

    def _close(self, step: Step, key: str) -> None:
        case = self.case
        order = WorkOrder.objects.filter(case=case, key=key, closed_at=None).order_by("pk").first()
        if order is None:
            raise Unplayable(phrase('no work order "%(key)s" is open', key=key))
        fieldwork.close_without_checklist(self.folio, order.pk, actor=self._actor(step.by or "crew", case))

    def _move_child(self, step: Step, move: ChildMove) -> None:
        child = Case.objects.select_related("desk").filter(parent=self.case, case_type=move.service)
        found = child.order_by("final_kind", "pk").first()
        if found is None:
            raise Unplayable(phrase('there is no child case of the service "%(key)s"', key=move.service))
        engine.advance(found.folio, move.do, actor=self._actor(step.by, found), input=move.input)

    def _actor(self, by: str | None, case: Case) -> Actor:
        return SYSTEM if by in (None, "system") else self.cast.person(by or "", case)

    def _files(
        self, step: Step, fields: dict[str, FieldOptions], actor: Actor, case: Case
    ) -> dict[str, list[str]]:
        return {
            key: [self._file(key, kind, fields.get(key), actor, case)] for key, kind in step.attach.items()
        }

    @staticmethod
    def _file(key: str, kind: str, options: Any, actor: Actor, case: Case | None = None) -> str:
        if options is None:
            raise Unplayable(phrase('there is no field "%(key)s" here that takes a file', key=key))
        received = evidence.receive(
            content=samples.content(kind), name=samples.NAMES[kind], field=key, actor=actor, case=case,
            spec=options,
        )  # fmt: skip
        return str(received.pk)

    def _pass_time(self, until: datetime) -> None:
        """Every mark that clocks reach on the way is carried out at its own moment, as the sweep would."""
        for moment in self._marks_before(until):
            self.now = max(self.now, moment)
            with clock.at(self.now):
                for folio in Case.objects.filter(pk__in=self.family).values_list("folio", flat=True):
                    sweep_case(folio)
            self._settle()
        self.now = max(self.now, until)

    def _marks_before(self, until: datetime) -> Iterator[datetime]:
        before = None
        while True:
            running = SlaClock.objects.filter(case__in=self.family, state=SlaClock.RUNNING)
            found = running.filter(next_mark_at__lte=until).order_by("next_mark_at").first()
            moment = found.next_mark_at if found else None
            if moment is None or moment == before:
                return
            yield moment
            before = moment

    def _settle(self) -> None:
        """What waits in the outbox goes out; whom it reached, and what failed, is noted."""
        own = Case.objects.values_list("pk", flat=True).get(folio=self.folio)
        children = Case.objects.filter(parent=own).order_by("pk").values_list("pk", flat=True)
        self.family = (own, *children)  # in two: a condition over both would read every case of the city
        with clock.at(self.now):
            if not self.cast.answer_for(self.family):
                return
            outbox.relay_cases(self.family)
        new = Message.objects.filter(case__in=self.family, pk__gt=self.last_message).order_by("pk")
        self.messages += new
        self.last_message = max((each.pk for each in self.messages), default=self.last_message)
        self.failed = list(OutboxEntry.objects.filter(case__in=self.family).exclude(last_error=""))

    def _later(self, wait: str) -> datetime:
        """Working time by the calendar of the first clock, other time by the clock on the wall."""
        span = Span.parse(wait)
        calendar = self.calendar if span.working else Calendar.always(selectors.city().time_zone)
        return calendar.add(self.now, span)

    def _moment(self, text: str) -> datetime:
        return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=self.zone)


def _located(options: FieldOptions | None, value: Any) -> Any:
    """`[25.54, -103.40]` is a latitude and a longitude where a location is asked for."""
    if options is not None and options.type == "location" and isinstance(value, list):
        return dict(zip(("latitude", "longitude"), value, strict=False))
    return value


def last_runs(case: Case) -> dict[str, SlaClock]:
    """Each clock of a case in its newest run."""
    return {each.key: each for each in SlaClock.objects.filter(case=case).order_by("run")}

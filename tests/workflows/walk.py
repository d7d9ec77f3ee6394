"""Walk one scenario of a definition through the real services: intake, engine, field work, clocks, messages."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core import mail
from PIL import Image

from casetypes.access.actors import PUBLIC, Actor, Post, reporter
from casetypes.access.models import Crew, Desk, User
from casetypes.cases import engine, outbox
from casetypes.cases.models import Case
from casetypes.definitions import selectors
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.schema.service import Expectation, Scenario, Service, Step
from casetypes.evidence import services as evidence
from casetypes.fieldwork import services as fieldwork
from casetypes.intake.services import Submission, submit
from casetypes.kernel import clock
from casetypes.kernel.business_time import Span
from casetypes.kernel.errors import DomainError
from casetypes.kernel.vocabulary import PRIORITIES
from casetypes.sla.models import SlaClock
from casetypes.sla.sweep import sweep
from tests.readers import appoint

REPORTER = "ana@example.org"


def photo() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), "gray").save(buffer, "JPEG")
    return buffer.getvalue()


@dataclass
class Walk:
    """One case on its way. `now` is the scenario's time, moved only by `wait`."""

    spec: Service
    now: datetime
    folio: str = ""
    crew: str = ""
    letters: int = 0
    people: dict[str, Actor] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        return Case.objects.select_related("desk").get(folio=self.folio)

    def begin(self, scenario: Scenario) -> None:
        answers = dict(scenario.given)
        for key, options in self._questions():
            if options.type == "location" and isinstance(answers.get(key), list):
                answers[key] = dict(zip(("latitude", "longitude"), answers[key], strict=True))
        files = {
            key: [self._file(key, options)] for key, options in self._questions() if key in scenario.attach
        }
        opened = submit(
            Submission(
                service=self.spec.key, answers=answers, files=files, channel=scenario.channel, language="es",
                actor=PUBLIC,
            )
        )  # fmt: skip
        self.folio = opened.folio

    def _file(self, key: str, options: FieldOptions) -> str:
        received = evidence.receive(content=photo(), name=f"{key}.jpg", field=key, actor=PUBLIC, spec=options)
        return str(received.pk)

    def _questions(self) -> Iterator[tuple[str, FieldOptions]]:
        for page in self.spec.form.values():
            yield from page.fields.items()

    def step(self, step: Step) -> None:
        if step.wait:
            self.now = later(self.now, step.wait)
        with clock.at(self.now):
            if step.wait:
                sweep()
            self._act(step)
            outbox.relay()
            told = len(mail.outbox) > self.letters and REPORTER in str(
                [each.to for each in mail.outbox[self.letters :]]
            )
            self.letters = len(mail.outbox)
        if step.expect:
            self._compare(step.expect, told=told)

    def _act(self, step: Step) -> None:
        try:
            if step.do:
                engine.advance(
                    self.folio, step.do, actor=self.person(step.by or "system"), input=self._input(step)
                )
            elif step.check:
                self._fill(step)
        except DomainError as refusal:
            assert step.refused, f"{step.by} {step.do or step.check}: {refusal}"
            assert step.refused in str(refusal), f"refused with: {refusal}"
        else:
            assert not step.refused, f"{step.do} was expected to be refused: {step.refused}"

    def _input(self, step: Step) -> Mapping[str, Any]:
        self.crew = str(step.input.get("cuadrilla", self.crew))
        return step.input

    def _fill(self, step: Step) -> None:
        actor, answers = self.person(step.by or "crew"), dict(step.input)
        items = self.spec.checklists[step.check or ""].items
        for key in step.attach:
            received = evidence.receive(
                content=photo(), name=f"{key}.jpg", field=key, actor=actor, case=self.case, spec=items[key]
            )
            answers[key] = [str(received.pk)]
        fieldwork.fill_checklist(self.folio, step.check or "", actor=actor, answers=answers)

    def person(self, by: str) -> Actor:
        """`crew@simas#2`: the second person who is crew at the desk simas; without a desk, at the case's own."""
        if by == "reporter":
            return reporter(folio=self.folio)
        role, _hash, number = by.partition("#")
        role, _at, desk = role.partition("@")
        desk = desk or self.case.desk_id
        name = f"{role}@{desk}#{number or 1}"
        if name not in self.people:
            home = Desk.objects.get(key=desk).department_id
            crew = self._crew_of(desk) if role == "crew" else None
            user = User.objects.create(username=name, email=f"{role}.{desk}@example.gob.mx")
            post = Post(role=role, desk=desk, home=home, crew=crew)
            self.people[name] = Actor(kind="staff", user_id=user.pk, name=name, posts=(post,))
            if self.spec.confidential:
                appoint(self.people[name], self.spec.key)
        return self.people[name]

    def _crew_of(self, desk: str) -> str | None:
        crews = Crew.objects.filter(desk=desk, active=True).order_by("key")
        found = crews.filter(key=self.crew).first() or crews.first()
        return found.key if found else None

    def _compare(self, expected: Expectation, *, told: bool) -> None:
        case = self.case
        found = {
            "state": case.state,
            "public": case.public_status,
            "desk": case.desk_id,
            "priority": PRIORITIES[case.priority],
        }
        for name, value in found.items():
            wanted = getattr(expected, name)
            assert wanted in (None, value), f"{name}: {value}, not {wanted}"
        for key, due in expected.due.items():
            found_due = self._due(key)
            assert found_due == due, f"due {key}: {found_due}, not {due}"
        assert told or "reporter" not in expected.notified, "the reporter was not notified"

    def _due(self, key: str) -> str:
        run = SlaClock.objects.filter(case=self.case, key=key).order_by("run").last()
        if run is None:
            return "never started"
        return clock.local(run.due_at, selectors.city().time_zone).strftime("%Y-%m-%d %H:%M")


def later(now: datetime, wait: str) -> datetime:
    """Working time waits by the office calendar, other time by the wall clock."""
    if "working" in wait:
        return selectors.calendar("oficina").add(now, Span.parse(wait))
    span = Span.parse(wait)
    return now + timedelta(days=span.days) if "day" in wait else now + timedelta(minutes=span.minutes)

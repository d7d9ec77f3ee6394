"""One case of a demonstration on its way through a scenario of its service."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from casetypes.access.actors import PUBLIC, Actor
from casetypes.cases import engine
from casetypes.cases.links import sign
from casetypes.cases.models import Case
from casetypes.cases.personal_data import personal, reading_purposes
from casetypes.cases.personal_data.reading_purposes import Stated
from casetypes.cases.placing import Place
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.scenarios import Scenario, Step
from casetypes.evidence import services as evidence
from casetypes.fieldwork.services import fill_checklist
from casetypes.forms.files import FileOptions
from casetypes.intake.demonstration import answers, pictures
from casetypes.intake.demonstration.actors import Actors
from casetypes.intake.services import submit
from casetypes.intake.submission import Submission
from casetypes.intake.town import Spot, Town
from casetypes.kernel import clock
from casetypes.kernel.business_time import Calendar, Span
from casetypes.kernel.errors import DomainError, NotAllowed, NotFound
from casetypes.surveys import services as surveys
from casetypes.surveys.models import Survey

SHARE_WITH_PHOTO = 0.5
SHARE_LEFT_OPEN = 0.06
SHARE_WAITING = 0.12  # cases on which nobody has worked further: queues are never empty
SHARE_CONTESTED = 0.15
SHARE_ANSWERING = 0.6
SHARE_SLOW = 0.14
SHARE_READING = 0.6
SHARE_IN_ENGLISH = 0.06


@dataclass
class Story:
    """`play(now)` does the next thing and says when the one after that happens; None at the end."""

    compiled: CompiledService
    scenario: Scenario
    chance: Random
    actors: Actors
    town: Town
    folio: str = ""
    spot: Spot = Spot({}, Place())
    _steps: Iterator[Step] = field(init=False)
    _ending: list[Step] = field(init=False)
    _slow: float = field(init=False)
    _scene: int = field(init=False)
    _patience: int = field(init=False)

    def __post_init__(self) -> None:
        self._scene = self.chance.randrange(1_000_000)
        contested = self.chance.random() < SHARE_CONTESTED
        self._steps = iter(steps_of(self.scenario, until_solved=not contested))
        left_open = self.chance.random() < SHARE_LEFT_OPEN
        self._ending = [] if left_open else good_ending(self.compiled)
        waiting = self.chance.random() < SHARE_WAITING
        self._patience = self.chance.choice((0, 0, 1, 1, 2, 3)) if waiting else 99
        self._slow = self.chance.uniform(3, 9) if self.chance.random() < SHARE_SLOW else 1

    @property
    def case(self) -> Case:
        return Case.objects.select_related("desk").get(folio=self.folio)

    def play(self, now: datetime) -> datetime | None:
        """Raises what the services raise; a scenario that no longer fits its definition ends there."""
        if not self.folio:
            self._report(now)
            return self._later(now, 5, 300)
        if self._patience == 0:
            return None
        self._patience -= 1
        step = next(self._steps, None) or self._go_on()
        if step is None:
            self._rate()
            return None
        if step.wait:
            now = self._waited(now, step.wait)
            if not (step.do or step.check):
                return now
        self._act(step)
        return self._later(now, 20, 540)

    def _go_on(self) -> Step | None:
        """A case that a scenario leaves open is worked to its end, once, from where the good ending meets it."""
        ending, self._ending = self._ending, []
        state, transitions = self.case.state, self.compiled.spec.transitions
        begins = [n for n, step in enumerate(ending) if step.do and state in transitions[step.do].sources]
        if not begins:
            return None
        first = begins[0]
        while first and not ending[first - 1].do:
            first -= 1
        self._steps = iter(ending[first:])
        return next(self._steps)

    def _report(self, now: datetime) -> None:
        self.spot = self.town.spot(self.chance)
        language = "en" if self.chance.random() < SHARE_IN_ENGLISH else "es"
        case = submit(Submission(
            service=self.compiled.key, answers=answers.of_report(self.compiled, self.scenario, self.spot, now),
            files=self._files(now), channel="web", language=language, demonstration=True,
        ))  # fmt: skip
        self.folio = case.folio

    def _files(self, now: datetime) -> dict[str, list[str]]:
        """What the scenario attaches to the report, and a photo now and then."""
        keys = sorted(self.scenario.attach)
        photos = sorted(key for key in self.compiled.file_fields if self.compiled.fields[key].type == "photo")
        if photos and self.chance.random() <= SHARE_WITH_PHOTO:
            keys.append(photos[0])
        return {
            key: [self._photo(key, self.compiled.fields[key], now, done=False)] for key in dict.fromkeys(keys)
        }

    def _photo(self, key: str, spec: Any, now: datetime, *, done: bool) -> str:
        shot = pictures.Shot(now, self.spot.point, definitions.city().time_zone)
        case = self.case if self.folio else None
        actor = self.actors.find("crew", case) if case else PUBLIC
        received = evidence.receive(
            content=pictures.draw(self._scene, shot, category=self.compiled.spec.category, done=done),
            name=f"{key}.jpg", field=key, case=case, actor=actor, spec=spec if isinstance(spec, FileOptions) else None,
            confidential=self.compiled.spec.confidential,
        )  # fmt: skip
        return str(received.pk)

    def _act(self, step: Step) -> None:
        case, by = self.case, step.by or "system"
        if step.check:
            items = self.compiled.spec.checklists[step.check].items
            photos = {key: [self._photo(key, items[key], clock.now(), done=True)] for key in step.attach}
            fill_checklist(
                self.folio, step.check, actor=self.actors.find(by, case), answers={**step.input, **photos}
            )
        elif step.do:
            actor = self.actors.find(by, case)
            self._read(case, actor)
            engine.advance(self.folio, step.do, actor=actor, input=self._input(step, case))

    def _read(self, case: Case, actor: Actor) -> None:
        """Who works on it looks at the personal data first, now and then, and says what for."""
        chance = Random(f"{self._scene}:{case.revision}")  # of its own: a story stays the same without it
        offered = [each for each in reading_purposes.purposes() if each.asks == "nothing"]
        if actor.kind != "staff" or not offered or chance.random() > SHARE_READING:
            return
        try:
            personal.open_for(case, actor, Stated(chance.choice(offered).key))
        except (NotAllowed, NotFound):
            return  # a role that reads none, or a report without any

    def _input(self, step: Step, case: Case) -> dict[str, Any]:
        """What the scenario says, with a crew that has people."""
        asked = self.compiled.spec.transitions[step.do or ""].input
        crews = self.actors.crews_of(case.desk_id)
        return {
            key: self.chance.choice(crews) if asked[key].type == "crew" and crews else value
            for key, value in step.input.items()
            if key in asked
        }

    def _rate(self) -> None:
        open_survey = Survey.objects.filter(case__folio=self.folio, answered_at=None).first()
        if open_survey is None or self.chance.random() > SHARE_ANSWERING:
            return
        questions = definitions.survey(open_survey.key).questions
        given = answers.of_survey(questions, self.chance)
        try:
            surveys.answer(sign(self.folio, "survey"), given, language="es")
        except DomainError:
            return  # a survey of another kind, or one that has closed

    def _calendar(self) -> Calendar:
        keys = [each.calendar for each in self.compiled.spec.clocks.values() if each.calendar]
        return definitions.calendar(keys[0]) if keys else Calendar.always(definitions.city().time_zone)

    def _later(self, now: datetime, least: int, most: int) -> datetime:
        """Some open minutes later; a slow case takes its time."""
        minutes = int(self.chance.triangular(least, most, least) * self._slow)
        return self._calendar().add(now, Span.parse(f"{max(1, minutes)} working minutes"))

    def _waited(self, now: datetime, wait: str) -> datetime:
        return self._calendar().add(now, Span.parse(wait)) + timedelta(minutes=self.chance.randrange(5, 90))


def steps_of(scenario: Scenario, *, until_solved: bool) -> list[Step]:
    """What happens in it: without what is refused, and without what follows the solution if so wished."""
    steps = []
    for step in scenario.steps:
        if not step.refused and (step.do or step.check or step.wait):
            steps.append(step)
        if until_solved and step.expect and step.expect.public == "resolved":
            break
    return steps


def good_ending(compiled: CompiledService) -> list[Step]:
    """The longest way to a solution that a scenario of this service tells."""
    told = [
        steps_of(each, until_solved=True)
        for each in compiled.spec.scenarios.values()
        if any(step.expect and step.expect.public == "resolved" for step in each.steps)
    ]
    return max(told, key=len, default=[])

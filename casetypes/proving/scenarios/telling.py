"""Tell one scenario on the engine, to its end or to its first failing step, and say what failed and why."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from django.db import connection

from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.loader import DataPath, Mark, SourceMap
from casetypes.definitions.problems import Problem, phrase
from casetypes.definitions.schema.scenarios import Scenario, Step
from casetypes.kernel.errors import DomainError
from casetypes.proving.scenarios import reasons, touching, wording
from casetypes.proving.scenarios.account import RULE, Mismatch, ScenarioAccount, StepAccount
from casetypes.proving.scenarios.cast import Unplayable
from casetypes.proving.scenarios.expectations import differences
from casetypes.proving.scenarios.walk import Walk

logger = logging.getLogger(__name__)


@dataclass
class Telling:
    """One scenario told to its end or to its first failing step."""

    compiled: CompiledService
    marks: SourceMap
    name: str
    scenario: Scenario
    touched: set[DataPath]

    def account(self) -> ScenarioAccount:
        steps: list[StepAccount] = []
        failed: StepAccount | None = None
        for step in self._steps():
            steps.append(step)
            if step.state == "failed":
                failed = step
                steps += self._skipped(after=step.number)
                break
        problem = self._problem(failed) if failed else None
        return ScenarioAccount(self.name, self._mark(), tuple(steps), problem)

    def _steps(self) -> Iterator[StepAccount]:
        walks: list[Walk] = []
        failure = self._safely(lambda: self._begin(walks))
        yield self._told(0, wording.of_report(self.scenario), failure)
        for walk in walks:
            for number, step in enumerate(self.scenario.steps, 1):
                failure = self._safely(partial(self._step, walk, step))
                yield self._told(number, wording.of_step(step), failure)

    def _safely(self, work: Callable[[], list[Mismatch]]) -> list[Mismatch]:
        """What the step does not do as expected; an error of ours is one more way not to do it."""
        try:
            return work()
        except Unplayable as error:
            return [Mismatch((), error.said)]
        except Exception as error:
            logger.exception("scenario %s of %s broke", self.name, self.compiled.key)
            return [Mismatch((), phrase("it broke: %(error)s", error=f"{type(error).__name__}: {error}"))]

    def _begin(self, walks: list[Walk]) -> list[Mismatch]:
        """The report; the walk that it begins is put into `walks`."""
        walks.append(Walk(self.compiled, self.scenario))
        return self._report(walks[0])

    def _report(self, walk: Walk) -> list[Mismatch]:
        try:
            walk.report()
        except Unplayable:
            raise
        except DomainError as refusal:
            return [Mismatch(("given",), phrase("the report was refused: %(why)s", why=in_full(refusal)))]
        self.touched.update(touching.of_report(walk))
        return self._undelivered(walk)

    def _step(self, walk: Walk, step: Step) -> list[Mismatch]:
        walk.take(step)
        self.touched.update(touching.of_step(walk, step))
        found = judged(walk, step) or self._undelivered(walk)
        if not found and step.expect is not None:
            found = [replace(each, path=("expect", *each.path)) for each in differences(walk, step.expect)]
        connection.check_constraints()
        return found

    @staticmethod
    def _undelivered(walk: Walk) -> list[Mismatch]:
        return [
            Mismatch((), phrase("%(effect)s failed: %(error)s", effect=entry.effect, error=entry.last_error))
            for entry in walk.failed
        ]

    def _told(self, number: int, words: str, failures: list[Mismatch]) -> StepAccount:
        said = reasons.joined(each.said for each in failures)
        mark = self._mark_of(number, failures[0].path if failures else ())
        placed = tuple(replace(each, mark=self._mark_of(number, each.path)) for each in failures)
        return StepAccount(number, words, "failed" if failures else "passed", mark, said, placed)

    def _skipped(self, after: int) -> list[StepAccount]:
        rest = list(enumerate(self.scenario.steps, 1))[after:]
        return [
            StepAccount(number, wording.of_step(step), "skipped", self._mark_of(number, ()))
            for number, step in rest
        ]

    def _mark(self) -> Mark:
        return self.marks.key(("scenarios", self.name))

    def _mark_of(self, number: int, path: DataPath) -> Mark:
        """Where a step stands, or the expectation in it that does not hold."""
        if number == 0:
            return self.marks.key(("scenarios", self.name, *path))
        return self.marks.value(("scenarios", self.name, "steps", number - 1, *path))

    def _problem(self, step: StepAccount) -> Problem:
        template = (
            phrase(
                'scenario "%(name)s", step %(number)s: %(said)s',
                name=self.name,
                number=step.number,
                said=step.said,
            )
            if step.number
            else phrase('scenario "%(name)s", the report: %(said)s', name=self.name, said=step.said)
        )
        return Problem(step.mark.file, step.mark.line, step.mark.column, RULE, template)


def judged(walk: Walk, step: Step) -> list[Mismatch]:
    """Whether the step was refused as it says, or carried out as it says."""
    refusal = walk.refusal
    if isinstance(refusal, Unplayable):
        return [Mismatch((), refusal.said)]
    if refusal is None:
        if not step.refused:
            return []
        return [
            Mismatch(
                ("refused",),
                phrase('expected to be refused with "%(wanted)s", and it was done', wanted=step.refused),
            )
        ]
    said = in_full(refusal)
    if step.refused and step.refused in said:
        return []
    if step.refused:
        what = phrase(
            'expected to be refused with "%(wanted)s", got "%(found)s"', wanted=step.refused, found=said
        )
        return [Mismatch(("refused",), what)]
    what, why = phrase('refused with "%(found)s"', found=said), reasons.of_refusal(walk)
    return [Mismatch((), phrase("%(said)s, because %(why)s", said=what, why=why) if why else what)]


def in_full(error: DomainError) -> str:
    """The sentence of a refusal, with those of each field."""
    fields = getattr(error, "fields", {})
    texts = [
        f"{key}: {' '.join(sentences)}" if key else " ".join(sentences) for key, sentences in fields.items()
    ]
    return " · ".join([error.message, *(text for text in texts if text != error.message)])

"""What came of the scenarios of one service, as values: for the command line, the gate and the admin."""

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from casetypes.definitions.loader import DataPath, Mark
from casetypes.definitions.problems import Problem
from casetypes.definitions.wording import in_words
from casetypes.proving.scenarios.coverage import Coverage

RULE = "scenario-failed"
StepState = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True)
class Mismatch:
    """One thing that is not as the scenario says; `path` leads to it from the step.

    `said` is all of it as one phrase. Of an expectation its parts are known too: `what` was looked at, `wanted`,
    `found` and `why`; else they are empty. `mark` is its place in the text.
    """

    path: DataPath
    said: str
    what: str = ""
    wanted: str = ""
    found: str = ""
    why: str = ""
    mark: Mark | None = None

    @property
    def is_date(self) -> bool:
        """Whether it is the due moment of a clock: the date may be wrong, or the deadline."""
        return "due" in self.path


@dataclass(frozen=True)
class StepAccount:
    """One step; number 0 is the report itself. `said` is why it failed, as a phrase; empty otherwise, and
    `mismatches` are the same one by one."""

    number: int
    words: str
    state: StepState
    mark: Mark
    said: str = ""
    mismatches: tuple[Mismatch, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number, "words": in_words(self.words), "state": self.state, "line": self.mark.line,
            "said": in_words(self.said),
        }  # fmt: skip


@dataclass(frozen=True)
class ScenarioAccount:
    """One story with all its steps; `problem` is what the first failing step makes of it."""

    name: str
    mark: Mark
    steps: tuple[StepAccount, ...]
    problem: Problem | None = None

    @property
    def passed(self) -> bool:
        return self.problem is None

    @property
    def failed_step(self) -> StepAccount | None:
        return next((step for step in self.steps if step.state == "failed"), None)

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name, "line": self.mark.line, "passed": self.passed,
            "steps": [step.as_json() for step in self.steps],
        }  # fmt: skip


@dataclass(frozen=True)
class Proof:
    """A service, proven or not. `refused` are problems of the text itself: then no scenario was run."""

    key: str
    file: str
    scenarios: tuple[ScenarioAccount, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    refused: tuple[Problem, ...] = ()

    @property
    def problems(self) -> list[Problem]:
        """Everything that stands against it, in the order of the lines."""
        failed = [scenario.problem for scenario in self.scenarios if scenario.problem is not None]
        return sorted([*self.refused, *failed])

    @property
    def passed(self) -> bool:
        return not self.problems

    def under(self, prefix: str) -> "Proof":
        """The same with `prefix` before the name of each file, where several cities are told at once."""
        if not prefix:
            return self
        scenarios = tuple(
            replace(each, problem=_moved(each.problem, prefix)) if each.problem else each
            for each in self.scenarios
        )
        refused = tuple(_moved(each, prefix) for each in self.refused)
        coverage = self.coverage.under(prefix)
        return replace(self, file=prefix + self.file, scenarios=scenarios, refused=refused, coverage=coverage)

    def as_json(self) -> dict[str, Any]:
        return {
            "service": self.key, "file": self.file, "passed": self.passed,
            "scenarios": [scenario.as_json() for scenario in self.scenarios],
            "problems": [
                {**each.as_json(), "message": in_words(each.message), "hint": in_words(each.hint)}
                for each in self.problems
            ],
            "coverage": self.coverage.as_json(),
        }  # fmt: skip


def _moved(problem: Problem, prefix: str) -> Problem:
    return replace(problem, file=prefix + problem.file)

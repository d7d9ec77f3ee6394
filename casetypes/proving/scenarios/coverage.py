"""What the scenarios of a service touch, and what none of them does: by kind, by name and with its line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from casetypes.definitions.loader import DataPath, Mark, SourceMap
from casetypes.definitions.problems import phrase
from casetypes.definitions.schema.service import Clock, Service, Transition
from casetypes.definitions.wording import in_words

Kind = Literal["transition", "branch", "clock", "priority", "budget", "checklist", "refusal"]
DEMANDED: tuple[Kind, ...] = ("transition", "branch", "clock")
KINDS: dict[Kind, str] = {
    "transition": phrase("transitions"),
    "branch": phrase("branches"),
    "clock": phrase("clocks"),
    "priority": phrase("priority rules"),
    "budget": phrase("budgets"),
    "checklist": phrase("checklists"),
    "refusal": phrase("refusals"),
}


@dataclass(frozen=True)
class Target:
    """Something that a scenario can touch: what it is, where it stands, and how it is called."""

    kind: Kind
    path: DataPath
    name: str


@dataclass(frozen=True)
class Untouched:
    """A target that no scenario touches, with its place."""

    kind: Kind
    name: str
    mark: Mark

    def __str__(self) -> str:
        return f"{self.mark.file}:{self.mark.line} {self.name}"


@dataclass(frozen=True)
class Coverage:
    """`counts` holds (touched, all) by kind, of the kinds that the service has."""

    counts: Mapping[Kind, tuple[int, int]] = field(default_factory=dict)
    untouched: tuple[Untouched, ...] = ()

    @property
    def share(self) -> float:
        """Of everything there is to touch, from 0 to 1."""
        return _share(self.counts.values())

    @property
    def demanded(self) -> float:
        """Of transitions, branches and clocks alone."""
        return _share([self.demanded_counts])

    @property
    def demanded_counts(self) -> tuple[int, int]:
        """(touched, all) of transitions, branches and clocks together."""
        counts = [self.counts[kind] for kind in DEMANDED if kind in self.counts]
        return sum(done for done, _all in counts), sum(whole for _done, whole in counts)

    @property
    def missing(self) -> list[Untouched]:
        """Transitions, branches and parts of clocks that no scenario touches."""
        return [each for each in self.untouched if each.kind in DEMANDED]

    def under(self, prefix: str) -> "Coverage":
        """The same with `prefix` before the names of files."""
        moved = (
            replace(each, mark=each.mark._replace(file=prefix + each.mark.file)) for each in self.untouched
        )
        return replace(self, untouched=tuple(moved))

    def as_json(self) -> dict[str, Any]:
        return {
            "share": round(self.share, 4), "demanded": round(self.demanded, 4),
            "counts": {kind: {"touched": done, "of": whole} for kind, (done, whole) in self.counts.items()},
            "untouched": [
                {"kind": each.kind, "name": in_words(each.name), "line": each.mark.line} for each in self.untouched
            ],
        }  # fmt: skip


def _share(counts: Iterable[tuple[int, int]]) -> float:
    pairs = list(counts)
    whole = sum(all_ for _done, all_ in pairs)
    return sum(done for done, _all in pairs) / whole if whole else 1.0


def covered(spec: Service, touched: Iterable[DataPath], marks: SourceMap) -> Coverage:
    """Weigh what was touched against everything that the definition holds."""
    known = set(touched)
    counts: dict[Kind, tuple[int, int]] = {}
    missing: list[Untouched] = []
    for target in targets(spec):
        done, whole = counts.get(target.kind, (0, 0))
        hit = target.path in known
        counts[target.kind] = (done + hit, whole + 1)
        if not hit:
            missing.append(Untouched(target.kind, target.name, marks.key(target.path)))
    return Coverage({kind: counts[kind] for kind in KINDS if kind in counts}, tuple(missing))


def targets(spec: Service) -> Iterator[Target]:
    """Everything that a scenario of this service can touch, in the order of the file."""
    for index, rule in enumerate(spec.priority):
        name = phrase("priority rule %(number)s (%(rule)s)", number=index + 1, rule=rule.priority)
        yield Target("priority", ("priority", index), name)
    for key, transition in spec.transitions.items():
        yield from _of_transition(key, transition)
    for key in spec.checklists:
        yield Target("checklist", ("checklists", key), phrase('checklist "%(key)s" complete', key=key))
    for key, clock in spec.clocks.items():
        yield from _of_clock(key, clock)


def _of_transition(key: str, transition: Transition) -> Iterator[Target]:
    here: DataPath = ("transitions", key)
    yield Target("transition", here, phrase('transition "%(key)s"', key=key))
    if len(transition.to) > 1:
        for index, branch in enumerate(transition.to):
            name = phrase(
                'transition "%(key)s", branch %(number)s to %(state)s',
                key=key, number=index + 1, state=branch.goto,
            )  # fmt: skip
            yield Target("branch", (*here, "to", index), name)
    for index, _requirement in enumerate(transition.require):
        name = phrase('transition "%(key)s" refused by requirement %(number)s', key=key, number=index + 1)
        yield Target("refusal", (*here, "require", index), name)
    if transition.not_by:
        name = phrase('transition "%(key)s" refused to who did %(other)s', key=key, other=transition.not_by)
        yield Target("refusal", (*here, "not_by"), name)
    if transition.within:
        yield Target(
            "refusal", (*here, "within"), phrase('transition "%(key)s" refused as too late', key=key)
        )


def _of_clock(key: str, clock: Clock) -> Iterator[Target]:
    here: DataPath = ("clocks", key)
    yield Target("clock", here, phrase('clock "%(key)s" starts', key=key))
    for transition in clock.stops:
        name = phrase('clock "%(key)s" stopped by %(transition)s', key=key, transition=transition)
        yield Target("clock", stop_path(clock, key, transition), name)
    if clock.runs_in:
        yield Target("clock", (*here, "runs_in"), phrase('clock "%(key)s" stops', key=key))
    for index, state in enumerate(clock.pauses_in):
        name = phrase('clock "%(key)s" waits in %(state)s and goes on', key=key, state=state)
        yield Target("clock", (*here, "pauses_in", index), name)
    for share in clock.at:
        name = phrase('clock "%(key)s" reaches %(share)s', key=key, share=share)
        yield Target("clock", (*here, "at", share), name)
    if len(clock.budget) > 1:
        for index, rule in enumerate(clock.budget):
            name = phrase(
                'clock "%(key)s", budget %(number)s (%(span)s)', key=key, number=index + 1, span=rule.span
            )
            yield Target("budget", (*here, "budget", index), name)


def stop_path(clock: Clock, key: str, transition: str) -> DataPath:
    """Where a clock names the transition that stops it."""
    return ("clocks", key, "stops", clock.stops.index(transition))

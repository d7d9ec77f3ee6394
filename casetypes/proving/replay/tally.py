"""Sums over all cases of a replay: what differs how often, how many were late and would have been, by how much dates
move. Mergeable, so that several processes can each sum their share."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from casetypes.proving.replay.differences import BRANCH, DESK, MISSING, PRIORITY, STOPPED, Difference
from casetypes.proving.replay.past import PastCase
from casetypes.proving.replay.verdict import UNKNOWN, Verdict

COUNTED = (PRIORITY, DESK, BRANCH, STOPPED, MISSING)
GROUPS = 200  # different ways to differ that are told apart; more are summed as one
OTHERS = ("", "", "", "others")


@dataclass
class ClockTally:
    """Of one clock: in how many cases it ran, was late, would be; `moved` counts shifts of the due moment, in
    minutes."""

    ran: int = 0
    late: int = 0
    would: int = 0
    newly: int = 0
    no_longer: int = 0
    moved: Counter[int] = field(default_factory=Counter)

    def add(self, other: "ClockTally") -> None:
        for name in ("ran", "late", "would", "newly", "no_longer"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.moved.update(other.moved)


@dataclass
class Tally:
    """`cases` all that were read; `judged` those of which both versions have something to say."""

    cases: int = 0
    differ: int = 0
    unevaluable: int = 0
    by_last_rule: int = 0
    unknown_moves: int = 0
    late: int = 0
    would: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    stored: Counter[str] = field(default_factory=Counter)
    lacking: Counter[str] = field(default_factory=Counter)
    versions: Counter[int] = field(default_factory=Counter)
    groups: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    clocks: dict[str, ClockTally] = field(default_factory=dict)
    unasked: set[str] = field(default_factory=set)

    def count(
        self, case: PastCase, own: Verdict, draft: Verdict, found: list[Difference], stored: list[Difference]
    ) -> None:
        self.cases += 1
        self.versions[case.version] += 1
        if own.broken or draft.broken:
            self.unevaluable += 1
            self.lacking.update(draft.broken or own.broken)
            return
        self.by_last_rule += draft.decided.fell_back
        self.unknown_moves += sum(step.problem == UNKNOWN for step in draft.steps)
        self.differ += bool(found)
        self.kinds.update({each.kind for each in found})
        self.stored.update({each.kind for each in stored})
        self._group(found)
        self._clocks(own, draft)

    def _group(self, found: list[Difference]) -> None:
        for key in {
            (each.kind, each.what, each.before, each.after) for each in found if each.kind in COUNTED
        }:
            self.groups[key if key in self.groups or len(self.groups) < GROUPS else OTHERS] += 1

    def _clocks(self, own: Verdict, draft: Verdict) -> None:
        was_late = would_be = False
        for key in own.deadlines.keys() | draft.deadlines.keys():
            before, after = own.deadlines.get(key, []), draft.deadlines.get(key, [])
            if not before and not after:
                continue
            sums = self.clocks.setdefault(key, ClockTally())
            late, would = any(each.late for each in before), any(each.late for each in after)
            was_late, would_be = was_late or late, would_be or would
            sums.ran += 1
            sums.late += late
            sums.would += would
            sums.newly += would and not late
            sums.no_longer += late and not would
            if before and after and before[0].due and after[0].due:
                sums.moved[_minutes(before[0].due, after[0].due)] += 1
        self.late += was_late
        self.would += would_be

    def add(self, other: "Tally") -> None:
        """The sums of another share of the cases."""
        for name in ("cases", "differ", "unevaluable", "by_last_rule", "unknown_moves", "late", "would"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("kinds", "stored", "lacking", "versions", "groups"):
            getattr(self, name).update(getattr(other, name))
        for key, sums in other.clocks.items():
            self.clocks.setdefault(key, ClockTally()).add(sums)
        self.unasked |= other.unasked

    def as_json(self, numbers: Mapping[int, int]) -> dict[str, Any]:
        """The shape of `definitions replay --format json` and of what the studio keeps. `numbers` of versions by id;
        minutes are those of the wall."""
        return {
            "cases": self.cases, "differ": self.differ, "unevaluable": self.unevaluable,
            "by_last_rule": self.by_last_rule, "unknown_moves": self.unknown_moves,
            "late": self.late, "would_be_late": self.would,
            "kinds": dict(self.kinds.most_common()), "changed_by_hand": dict(self.stored.most_common()),
            "lacking": dict(self.lacking.most_common(20)), "unasked": sorted(self.unasked),
            "versions": {str(numbers[pk]): count for pk, count in sorted(self.versions.items())},
            "groups": [
                {"kind": kind, "what": what, "before": before, "after": after, "cases": count}
                for (kind, what, before, after), count in self.groups.most_common(50)
            ],
            "clocks": {key: _clock(sums) for key, sums in self.clocks.items()},
        }  # fmt: skip


def _clock(sums: ClockTally) -> dict[str, Any]:
    moved = Counter({minutes: count for minutes, count in sums.moved.items() if minutes})
    return {
        "ran": sums.ran, "late": sums.late, "would_be_late": sums.would, "newly_late": sums.newly,
        "no_longer_late": sums.no_longer, "moved": moved.total(), "median_minutes": _median(moved),
        "median_minutes_all": _median(sums.moved),
    }  # fmt: skip


def _minutes(before: datetime, after: datetime) -> int:
    """How much later (or, below zero, sooner); beyond ten days to the hour, so that few values are kept."""
    minutes = round((after - before).total_seconds() / 60)
    return minutes if abs(minutes) < 14_400 else round(minutes / 60) * 60


def _median(moved: Counter[int]) -> int | None:
    """The lower one of two."""
    left = (moved.total() + 1) // 2
    for minutes in sorted(moved):
        left -= moved[minutes]
        if left <= 0:
            return minutes
    return None

"""The life of one case, decided step by step: what happens next, when, and who does it.

A case has a fate (the kind of end it is led to) and walks its service's own state machine towards it, with detours:
questions to the citizen, referrals, work sent back, closures that are contested. All chance comes from the case's own
seed, so a case can be told alone, in any order and by any process.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from random import Random
from typing import Any
from uuid import UUID

from casetypes.access.actors import PUBLIC
from casetypes.definitions import selectors as definitions
from casetypes.definitions.schema.service import Transition
from casetypes.intake.demonstration.answers import of_survey
from casetypes.intake.simulation.deeds import Deed, Fill, Move, Rate, Report, Standing
from casetypes.intake.simulation.pictures import SCENES, Photo
from casetypes.intake.simulation.repertoire import FAR, Repertoire
from casetypes.intake.simulation.seasons import Rhythm
from casetypes.intake.simulation.staff import Staff
from casetypes.intake.town import Town
from casetypes.kernel import clock
from casetypes.kernel.business_time import Calendar, Span

FATES = {"done": 0.82, "declined": 0.06, "duplicate": 0.06, "withdrawn": 0.02, "referred_out": 0.04}
SHARE_FORGOTTEN = 0.015  # cases that nobody takes further after a while
SHARE_SLOW_DESKS = 0.25
SLOW = 3.5  # times
SHARE_DETOUR = 0.07
SHARE_CONTESTED = 0.04
SHARE_RATED = 0.34
SHARE_PHOTO = 0.3
SHARE_STAFF = 0.28  # captured for callers and visitors
SHARE_ENGLISH = 0.01
CAPTURED = ("phone", "in_person")
MOST_STEPS = 24
MOST_DETOURS = 2
STEP_MINUTES = (15, 900)  # open minutes of the desk from one step to the next
FIRST_MINUTES = (5, 420)
REPORTER_HOURS = (1, 90)


@dataclass(frozen=True)
class World:
    """What all cases of a run share."""

    seed: int
    since: datetime
    until: datetime
    total: int
    repertoires: tuple[Repertoire, ...]
    rhythm: Rhythm
    town: Town
    staff: Staff
    time_zone: str


@dataclass
class Director:
    """One case. `report()` first, then `next` until it says None."""

    world: World
    number: int
    chance: Random = field(init=False)
    repertoire: Repertoire = field(init=False)

    def __post_init__(self) -> None:
        self.chance = Random(f"{self.world.seed} {self.world.total} {self.number}")
        chance = self.chance.random
        share = (self.number + chance()) / self.world.total
        self.at, hour = self.world.rhythm.moment(share)
        self.repertoire = self.world.repertoires[self.world.rhythm.service(hour, self.chance)]
        self.fate = self._fate()
        self.steps_left = int(chance() * 4) if chance() < SHARE_FORGOTTEN else MOST_STEPS
        self.pace = 0.35 + self.chance.paretovariate(2.2) * 0.5
        self.contested = chance() < SHARE_CONTESTED
        self.rates = chance() < SHARE_RATED
        self.scene = int(chance() * SCENES)
        self.citizen = UUID(int=self.chance.getrandbits(128), version=4)
        self.refused: set[tuple[str, str]] = set()
        self.detours = 0

    def _fate(self) -> str:
        endings = list(self.repertoire.endings)
        return pick(endings, [FATES.get(kind, 0.03) for kind in endings], self.chance) if endings else ""

    def report(self) -> Report:
        """What comes in."""
        chance, compiled = self.chance, self.repertoire.compiled
        variants = self.repertoire.variants
        variant = variants[int(len(variants) * chance.random())]
        spot = self.world.town.spot(chance)
        day = clock.local(self.at, self.world.time_zone).date().isoformat()
        dates = dict.fromkeys(variant.dates, day)
        raw = {**variant.raw, **dates}
        if compiled.location_field:
            raw[compiled.location_field] = spot.answer
        agents = self.world.staff.agents
        by_staff = bool(agents) and chance.random() < SHARE_STAFF
        return Report(
            at=self.at, number=self.number, compiled=compiled, variant=variant, spot=spot, raw=raw, dates=dates,
            photos=self._photos(), language="en" if chance.random() < SHARE_ENGLISH else "es",
            channel=CAPTURED[int(chance.random() * 2)] if by_staff else "web",
            actor=agents[int(len(agents) * chance.random())] if by_staff else PUBLIC,
        )  # fmt: skip

    def _photo(self) -> Photo:
        return Photo(UUID(int=self.chance.getrandbits(128), version=4), self.scene)

    def _photos(self) -> dict[str, Photo]:
        fields = self.repertoire.compiled.fields
        keys = sorted(key for key, spec in fields.items() if spec.type == "photo" and not spec.is_personal)
        return {keys[0]: self._photo()} if keys and self.chance.random() < SHARE_PHOTO else {}

    def next(self, case: Standing, now: datetime) -> Deed | None:
        """The next deed and its moment; None when nothing more happens."""
        if self.steps_left <= 0:
            return None
        self.steps_left -= 1
        if case.final:
            return self._after(case, now)
        if fill := self._fill(case, now):
            return fill
        return self._move(case, now)

    def refuse(self, case: Standing, deed: Deed) -> None:
        """The service refused: this is not tried again from there."""
        if isinstance(deed, Move):
            self.refused.add((case.state, deed.transition))
        elif isinstance(deed, Fill):
            self.refused.add((case.state, deed.checklist))

    def _after(self, case: Standing, now: datetime) -> Deed | None:
        """What follows a closing: a rating, or somebody who is not content."""
        if self.rates and case.survey:
            self.rates = False
            questions = definitions.survey(case.survey).questions
            return Rate(self._reporter_later(now), of_survey(questions, self.chance))
        if not self.contested or case.reopened:
            return None
        self.contested = False
        spec = self.repertoire.compiled.spec
        ways = {
            key: move for key, move in self.repertoire.compiled.transitions_from(case.state).items()
            if any(not spec.states[branch.goto].final for branch in move.to)
        }  # fmt: skip
        for key, move in ways.items():
            if deed := self._deed(key, move, case, now):
                return deed
        return None

    def _fill(self, case: Standing, now: datetime) -> Fill | None:
        for key, checklist in self.repertoire.compiled.spec.checklists.items():
            filled = key in case.complete and key not in case.orders
            if filled or case.state not in checklist.open_in or (case.state, key) in self.refused:
                continue
            for by in dict.fromkeys([*self.repertoire.filled_by.get(key, ()), "crew", "control_desk"]):
                actor = self._somebody(by, case, None)
                if actor is not None:
                    photos = {item: self._photo() for item in self.repertoire.photo_items(key)}
                    answers = self.repertoire.answers_of(key, self.chance)
                    return Fill(self._later(case, now, 0.5), key, actor, answers, photos)
        return None

    def _move(self, case: Standing, now: datetime) -> Move | None:
        """Towards the case's fate; where that way is refused, towards another end; now and then a detour."""
        transitions = self.repertoire.compiled.transitions_from(case.state)
        possible = [key for key in transitions if (case.state, key) not in self.refused]
        ahead = self._ahead(case.state, possible)
        aside = [key for key in possible if key not in ahead and self._goes_on(transitions[key])]
        detour = bool(aside) and self.detours < MOST_DETOURS and self.chance.random() < SHARE_DETOUR
        if len(ahead) > 1:
            shown = [1 + 3 * len(self.repertoire.inputs.get(key, ())) for key in ahead]
            first = pick(ahead, shown, self.chance)
            ahead = [first, *(key for key in ahead if key != first)]
        if detour:
            self.detours += 1
            ahead = [aside[int(self.chance.random() * len(aside))], *ahead]
        for key in ahead or aside:
            if deed := self._deed(key, transitions[key], case, now):
                return deed
        return None

    def _ahead(self, state: str, possible: list[str]) -> list[str]:
        """Transitions that bring the case nearer to its fate, else to another of its service's ends."""
        transitions, ways = self.repertoire.compiled.spec.transitions, self.repertoire.ways
        for kind in dict.fromkeys([self.fate, "done", *ways]):
            far = ways.get(kind, {})
            here = far.get(state, FAR)
            nearer = [
                key
                for key in possible
                if min(far.get(branch.goto, FAR) for branch in transitions[key].to) < here
            ]
            if nearer:
                return nearer
        return []

    def _goes_on(self, move: Transition) -> bool:
        states = self.repertoire.compiled.spec.states
        return not any(states[branch.goto].final for branch in move.to)

    def _deed(self, key: str, move: Transition, case: Standing, now: datetime) -> Move | None:
        for by in self.repertoire.actors_of(move, key):
            actor = self._somebody(by, case, move.not_by)
            if actor is None:
                continue
            said = self._said(key, move, case)
            if said is None:
                return None
            at = self._reporter_later(now) if actor.kind == "reporter" else self._later(case, now, self.pace)
            if actor.user_id is not None and move.not_by is None:
                self.last_by[key] = actor.user_id
            return Move(at, key, actor, said)
        return None

    @property
    def last_by(self) -> dict[str, int]:
        """Who took which step last, to send another person where the definition wants one."""
        return self.__dict__.setdefault("_last_by", {})

    def _somebody(self, by: str, case: Standing, not_by: str | None) -> Any:
        return self.world.staff.find(
            by, folio=case.folio, desk=case.desk, crew=case.crew, chance=self.chance,
            other_than=self.last_by.get(not_by) if not_by else None,
        )  # fmt: skip

    def _said(self, key: str, move: Transition, case: Standing) -> Mapping[str, object] | None:
        """The input, with a crew that has people and a desk that is there; None when it cannot be given."""
        said = self.repertoire.input_of(key, self.chance)
        for name, spec in move.input.items():
            if spec.type == "crew" and (spec.required or name in said):
                crews = self.world.staff.crews(case.desk)
                if not crews:
                    return None
                said[name] = crews[int(len(crews) * self.chance.random())]
            elif spec.type == "desk" and (spec.required or name in said):
                desks = self.world.staff.desks(case.desk)
                if said.get(name) not in desks:
                    if not desks:
                        return None
                    said[name] = desks[int(len(desks) * self.chance.random())]
            elif spec.type == "photo":
                said.pop(name, None)
        return said

    def _later(self, case: Standing, now: datetime, pace: float) -> datetime:
        """Some open minutes of the desk later; a slow desk takes its time."""
        least, most = STEP_MINUTES if self.steps_left < MOST_STEPS - 1 else FIRST_MINUTES
        slow = SLOW if slow_desk(case.desk, self.world.seed) else 1.0
        minutes = int((least + (most - least) * self.chance.random() ** 3) * pace * slow)
        moment = calendar_of(case.desk, self.repertoire).add(
            now, Span(max(1, min(minutes, 60_000)), "minute", True)
        )
        return moment + timedelta(seconds=int(self.chance.random() * 59))

    def _reporter_later(self, now: datetime) -> datetime:
        least, most = REPORTER_HOURS
        hours = least + (most - least) * self.chance.random() ** 2
        return now + timedelta(seconds=int(hours * 3600))


@lru_cache(maxsize=1024)
def slow_desk(desk: str, seed: int) -> bool:
    """Some desks are slow all year."""
    return Random(f"slow {seed} {desk}").random() < SHARE_SLOW_DESKS


def calendar_of(desk: str, repertoire: Repertoire) -> Calendar:
    """The shift of a desk; else the calendar of the service's first clock; else day and night."""
    found = definitions.desks_spec().desks.get(desk)
    if found is not None and found.shift is not None and found.shift.calendar:
        return definitions.calendar(found.shift.calendar)
    clocks = repertoire.compiled.spec.clocks.values()
    key = next((each.calendar for each in clocks if each.calendar), "")
    return definitions.calendar(key) if key else Calendar.always(definitions.city().time_zone)


def pick(values: list[str], weights: list[float] | list[int], chance: Random) -> str:
    """One of them, by weight."""
    passed = list(accumulate(weights))
    return values[min(bisect_right(passed, chance.random() * passed[-1]), len(values) - 1)]

"""A replay from its beginning to its sums: batches in, one verdict of each version per case, findings out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from casetypes.definitions import selectors
from casetypes.definitions.compiled import CompiledService
from casetypes.kernel import clock
from casetypes.kernel.business_time import Calendar
from casetypes.kernel.expressions import references
from casetypes.proving.replay import reading
from casetypes.proving.replay.candidate import Candidate
from casetypes.proving.replay.differences import Difference, between, by_hand
from casetypes.proving.replay.judging import Judge
from casetypes.proving.replay.past import PastCase
from casetypes.proving.replay.reading import Needs, Scope
from casetypes.proving.replay.tally import Tally
from casetypes.proving.replay.terms import Terms, texts_of

BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Finding:
    """One case of which something differs, or that cannot be judged (`lacking` says without what)."""

    case: int
    folio: str
    opened_at: datetime
    differences: tuple[Difference, ...]
    stored: tuple[Difference, ...] = ()
    lacking: tuple[str, ...] = ()


@dataclass
class Replay:
    """One draft over one scope. Sums grow in `tally` while `findings` are taken."""

    candidate: Candidate
    scope: Scope
    now: datetime = field(default_factory=clock.now)
    tally: Tally = field(default_factory=Tally)
    _pairs: dict[int, "Pair"] = field(default_factory=dict)

    @property
    def numbers(self) -> dict[int, int]:
        """Numbers of the versions met so far, by id."""
        return {pk: pair.own.terms.own.number or 0 for pk, pair in self._pairs.items()}

    def findings(self) -> Iterator[list[Finding]]:
        """Those of each batch; read-only whatever the caller does between them."""
        for batch in reading.batches(self.scope, self.needs()):
            yield [found for case in batch if (found := self.judge(case)) is not None]

    def needs(self) -> Needs:
        """What has to be read for the draft and for every version that cases are pinned to."""
        versions = [selectors.compiled(pk) for pk in reading.versions(self.scope)]
        return needed([self.candidate.compiled, *versions], versions)

    def judge(self, case: PastCase) -> Finding | None:
        """What differs for one case; None when nothing does."""
        pair = self._pair(case.version)
        own, draft = pair.own.judge(case), pair.draft.judge(case)
        if own.broken or draft.broken:
            self.tally.count(case, own, draft, [], [])
            return Finding(case.pk, case.folio, case.opened_at, (), (), draft.broken or own.broken)
        found = between(own, draft, pair.draft.terms.state)
        stored = by_hand(case, own)
        self.tally.count(case, own, draft, found, stored)
        if not found:
            return None
        return Finding(case.pk, case.folio, case.opened_at, tuple(found), tuple(stored))

    def _pair(self, version: int) -> "Pair":
        pair = self._pairs.get(version)
        if pair is None:
            own = selectors.compiled(version)
            anytime = Calendar.always(selectors.city().time_zone)
            pair = self._pairs[version] = Pair(
                Judge(Terms(own, own), selectors.calendar, anytime, self.now),
                Judge(Terms(own, self.candidate.compiled), self.candidate.calendar, anytime, self.now),
            )
            self.tally.unasked |= pair.draft.rules.unasked
        return pair


@dataclass(frozen=True)
class Pair:
    """The judges of one version's cases."""

    own: Judge
    draft: Judge


def replay(
    candidate: Candidate, scope: Scope, *, on_batch: Callable[[int], None] = lambda _done: None
) -> tuple[Tally, list[Finding]]:
    """All findings at once, for few cases and tests; raises nothing that the cases could cause."""
    run = Replay(candidate, scope)
    found: list[Finding] = []
    for batch in run.findings():
        found += batch
        on_batch(run.tally.cases)
    return run.tally, found


def needed(judging: list[CompiledService], asked: list[CompiledService]) -> Needs:
    personal = frozenset().union(*(each.personal_fields for each in asked))
    reads = {path for each in judging for path in each.read_by_rules if path[0] == "form" and path[1:]}
    moves = {
        path
        for each in judging
        for spec in each.spec.transitions.values()
        for text in texts_of(spec)
        for path in references(text)
    }
    return Needs(
        personal=any(path[1] in personal for path in reads),
        evidence=any(path[0] == "evidence" for path in moves),
    )

"""Reports of batches and forecasts: counts by outcome, and every case as a line of a page, a file or the screen.

A confidential case is counted and never listed: its folio with its state would tell what it is about.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TextIO

from django.db.models import Count
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.cases.migration import words
from casetypes.cases.migration.fates import Fate
from casetypes.cases.migration.undoing import Weighed
from casetypes.cases.migration.words import Told
from casetypes.cases.models import Case, CaseEvent, MigratedCase, MigrationBatch
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.models import CaseTypeVersion
from casetypes.kernel.errors import NotFound

MOVES_NOTHING = (MigrationBatch.LOOKING, MigrationBatch.LOOKED)
COLUMNS = ("folio", "from", "to", "outcome", "state", "answers", "clocks", "reasons", "warnings")


@dataclass(frozen=True)
class Line:
    """One case: versions by number, its outcome as a key, and the rest in words. `raw` is the same in keys."""

    pk: int
    folio: str
    source: int
    target: int
    outcome: str
    told: Told
    raw: Mapping[str, Any]

    @property
    def outcome_word(self) -> str:
        return words.outcome(self.outcome)


class Writer(Protocol):
    """Takes lines as they come, so that a hundred thousand of them need no memory."""

    def line(self, line: Line) -> None: ...
    def end(self, summary: Mapping[str, int], *, batch: int | None) -> None: ...


def may_be_listed(service: str) -> bool:
    return service not in definitions.confidential_services()


def of_fate(fate: Fate, outcome: str) -> Line:
    return _line((fate.case.pk, fate.case.folio), outcome, words.as_told(fate), fate.way.old, fate.way.new)


def of_return(weighed: Weighed, target_id: int) -> Line:
    """The way back of one case, from the version `target_id` to the one it had before."""
    case, row, why = weighed
    told = words.as_returned(row.told, case.state, why)
    there, back = definitions.compiled(target_id), definitions.compiled(row.version_id)
    outcome = MigratedCase.HELD if why else words.WILL_RETURN
    return _line((case.pk, case.folio), outcome, told, there, back)


def counts(batch: MigrationBatch) -> dict[str, int]:
    """Cases by outcome; one query."""
    return dict(batch.cases.values_list("outcome").annotate(cases=Count("pk")))


def lines(
    batch: MigrationBatch, outcome: str = "", *, after: int = 0, limit: int | None = None
) -> Iterator[Line]:
    """Cases of a batch, by key; all of them with constant memory, or a page of them after the case `after`."""
    found = batch.cases.filter(case__gt=after).order_by("case")
    if outcome:
        found = found.filter(outcome=outcome)
    rows = found.values_list("case", "case__folio", "version", "outcome", "told")
    new = definitions.compiled(batch.target_id)
    for pk, folio, version, result, told in rows[:limit] if limit else rows.iterator(2000):
        yield _line((pk, folio), result, told, definitions.compiled(version), new)


def last_reasons(case_pk: int) -> list[str]:
    """Why a case stayed in the last batch that wanted to move it; [] when none did or it went. One query."""
    row = (
        MigratedCase.objects.filter(case=case_pk)
        .exclude(batch__state__in=MOVES_NOTHING)
        .order_by("-batch")
        .first()
    )
    if row is None or row.outcome != MigratedCase.STAYS:
        return []
    return [words.reason(*each) for each in row.told.get("why", ())]


def versions_of(
    case: Case, moves: Sequence[CaseEvent] | None = None
) -> Callable[[datetime], CompiledService]:
    """Under which version a case stood at a moment, for reading what was written then. `moves` are its events of kind
    "migrated" where they are known. One query, two when it ever moved."""
    if moves is None:
        moves = list(CaseEvent.objects.filter(case=case, kind="migrated"))
    numbers = {move.data["from"] for move in moves}
    ids: dict[int, int] = {}
    if numbers:
        found = CaseTypeVersion.objects.filter(case_type=case.case_type_id, number__in=numbers)
        ids = dict(found.values_list("number", "pk"))
    left = sorted((move.at, ids[move.data["from"]]) for move in moves)

    def version_at(moment: datetime) -> CompiledService:
        then = next((version for until, version in left if moment <= until), case.version_id)
        return definitions.compiled(then)

    return version_at


def why_it_stays(case: Case) -> list[str]:
    """For the page of a case: why the last batch left it on its earlier version. No query for one on the live version,
    nor for one that has ended."""
    if case.final_kind or not _is_behind(case):
        return []
    return last_reasons(case.pk)


def _is_behind(case: Case) -> bool:
    try:
        return definitions.live(case.case_type_id).pk != case.version_id
    except NotFound:  # the service is no longer offered
        return False


def _line(
    case: tuple[int, str], outcome: str, told: Mapping[str, Any], old: CompiledService, new: CompiledService
) -> Line:
    why = told.get("back") or told.get("why", ())
    past = told.get("past", ()) if outcome == MigratedCase.WILL_GO else ()
    shown = words.in_words({**told, "why": why, "past": past}, old, new, get_language() or "es")
    return Line(*case, old.number or 0, new.number or 0, outcome, shown, told)


def writer(kind: str, out: TextIO) -> Writer:
    kinds: dict[str, Callable[[TextIO], Writer]] = {"text": TextWriter, "json": JsonWriter, "csv": CsvWriter}
    return kinds[kind](out)


class TextWriter:
    """For the screen: one line a case, indented below it what changes, then the counts."""

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def line(self, line: Line) -> None:
        told = line.told
        self.out.write(f"{line.folio}  {line.source} → {line.target}  {line.outcome_word}  {told.state}\n")
        self.out.writelines(f"    {text}\n" for text in (*told.answers, *told.clocks, *told.why))
        self.out.writelines(f"    ! {text}\n" for text in told.warnings)

    def end(self, summary: Mapping[str, int], *, batch: int | None) -> None:
        self.out.writelines(f"{words.outcome(name)}: {count:,}\n" for name, count in summary.items())
        if not summary:
            self.out.write(_("No open case stands on an earlier version.") + "\n")
        if batch is not None:
            self.out.write(_("Batch %(number)d") % {"number": batch} + "\n")


class JsonWriter:
    """One object, written while it is made: {"cases": […], "summary": {…}, "batch": …}."""

    def __init__(self, out: TextIO) -> None:
        self.out, self.first = out, True
        out.write('{"cases": [\n')

    def line(self, line: Line) -> None:
        told = {
            "folio": line.folio,
            "from": line.source,
            "to": line.target,
            "outcome": line.outcome,
            **line.raw,
        }
        told |= {"reasons": list(line.told.why), "warnings": list(line.told.warnings)}
        self.out.write(("" if self.first else ",\n") + json.dumps(told, ensure_ascii=False))
        self.first = False

    def end(self, summary: Mapping[str, int], *, batch: int | None) -> None:
        tail = {"summary": dict(summary), "batch": batch}
        self.out.write(f"\n], {json.dumps(tail)[1:]}\n")


class CsvWriter:
    """Every case as a row; the counts are for people to make."""

    def __init__(self, out: TextIO) -> None:
        self.rows = csv.writer(out)
        self.rows.writerow(COLUMNS)

    def line(self, line: Line) -> None:
        told = line.told
        texts = (" | ".join(part) for part in (told.answers, told.clocks, told.why, told.warnings))
        self.rows.writerow([line.folio, line.source, line.target, line.outcome_word, told.state, *texts])

    def end(self, summary: Mapping[str, int], *, batch: int | None) -> None:
        """Nothing: a table has no foot."""

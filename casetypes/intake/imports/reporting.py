"""The report of a run: every rejected row with its reason as CSV, and the counts as lines for people."""

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from casetypes.definitions.compiled import CompiledService
from casetypes.intake.imports.summary import Summary
from casetypes.intake.models import ImportRejection, ImportRun
from casetypes.kernel.text import pick

HEADER = ("row", "source_id", "rule", "reason")
MOST_TOLD = 40
RULES = {
    "bad_answer": gettext_noop("an answer does not fit its question"),
    "bad_closing": gettext_noop("the closing is no date"),
    "bad_location": gettext_noop("the coordinates are no point"),
    "bad_text": gettext_noop("null characters in the row"),
    "closed_before_opened": gettext_noop("closed before it was opened"),
    "future_date": gettext_noop("a date in the future"),
    "implausible_date": gettext_noop("a date too long ago"),
    "no_date": gettext_noop("no date"),
    "no_id": gettext_noop("no number of its own"),
    "no_location": gettext_noop("no location"),
    "outside_municipality": gettext_noop("outside the municipality"),
    "swapped_location": gettext_noop("latitude and longitude exchanged"),
    "unknown_service": gettext_noop("no service is mapped"),
    "unknown_state": gettext_noop("no state is mapped"),
}
DIFFERENCES = {
    "closing_day_only": gettext_noop("only the day of closing was recorded: counted as the end of that day"),
    "no_place": gettext_noop("neither a point nor a zone"),
    "zone_differs": gettext_noop("the point lies in another zone than the file says: the point counts"),
    "zone_unknown": gettext_noop("the file names a zone that the city does not have"),
}


class Counted(Protocol):
    """What was read and what became of it; a finished run and a forecast are both so."""

    read: int
    created: int
    already_there: int
    rejected: int


@dataclass(frozen=True)
class Line:
    """One line of the summary. `count` None: a heading."""

    label: str
    count: int | None = None


def write(import_run: ImportRun, path: Path) -> int:
    """Write the rejected rows in the order of the file, whole or not at all; returns how many. Raises OSError."""
    rows = ImportRejection.objects.filter(run=import_run).order_by("row", "id").values_list(*HEADER)
    with _whole(path) as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows)
    return len(rows)


@contextmanager
def _whole(path: Path) -> Iterator[IO[str]]:
    """A file that appears under its name when it is complete; a device or pipe is written to directly."""
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="") as device:
            yield device
        return
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def lines(
    counted: Counted, summary: Summary, services: dict[str, CompiledService], language: str, *, dry: bool
) -> Iterator[Line]:
    """The summary for people: rows, cases per service, rejections, unknown values and differences. `dry` says
    what would happen."""
    yield Line(_("rows read"), counted.read)
    yield Line(_("cases it would open") if dry else _("new cases"), counted.created)
    yield Line(_("cases there already"), counted.already_there)
    yield Line(_("rows rejected"), counted.rejected)
    titles = {key: f"{pick(compiled.spec.title, language)} ({key})" for key, compiled in services.items()}
    yield from _part(_("Cases per service"), summary.services, titles)
    yield from _part(_("Rejected rows, by rule"), summary.rules, _explained(RULES))
    yield from _part(_("Values that the mapping does not know"), summary.unknown, {})
    yield from _part(_("Differences to the file"), summary.differences, _explained(DIFFERENCES))


def _explained(texts: dict[str, str]) -> dict[str, str]:
    return {key: f"{key}: {_(text)}" for key, text in texts.items()}


def _part(heading: str, counts: dict[str, int], labels: dict[str, str]) -> Iterator[Line]:
    """A heading and its counts, the most frequent first."""
    if not counts:
        return
    yield Line(heading)
    told = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    for key, count in told[:MOST_TOLD]:
        yield Line(f"  {labels.get(key, key)}", count)
    if rest := told[MOST_TOLD:]:
        yield Line("  " + _("%(more)d more") % {"more": len(rest)}, sum(count for _key, count in rest))

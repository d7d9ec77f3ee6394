"""`definitions replay PATH|SERVICE-draft [--since DATE] …`: what a draft would have changed on past cases."""

import csv
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.utils import timezone

from casetypes.definitions import selectors
from casetypes.kernel import clock, progress
from casetypes.kernel.errors import DomainError
from casetypes.proving.replay import output, processes, reading
from casetypes.proving.replay.candidate import Candidate, CannotReplay, find
from casetypes.proving.replay.reading import Scope
from casetypes.proving.replay.running import BEGINNING, Finding
from casetypes.proving.replay.words import Words, speaking

HELP = "what a draft would have changed on past cases; it never writes"
CLEAN, REFUSED = 0, 2
LISTED = 200  # cases told in the terminal; all of them are in the CSV


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", help="a service's file, or the open draft of a service: bache-draft")
    parser.add_argument(
        "--since", type=_day, help="cases opened from this day on, YYYY-MM-DD; by default all"
    )
    parser.add_argument("--until", type=_day, help="and before this one; by default up to now")
    parser.add_argument("--language", default="es", choices=[code for code, _name in settings.LANGUAGES])
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--csv", metavar="FILE", help="every case that differs, as a table")
    parser.add_argument("--workers", type=int, default=processes.CORES, help="processes (one per core)")


def run(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    try:
        candidate = find(options["path"])
        selectors.live(candidate.key)
        now = clock.now()
        scope = Scope(candidate.key, options["since"] or BEGINNING, options["until"] or now)
        with speaking(options["language"]), table(options["csv"], candidate, options["language"]) as write:
            return _tell(candidate, scope, options, write, out)
    except CannotReplay as refused:
        err.writelines(f"{problem}\n" for problem in refused.problems)
        err.write(f"{refused.message}\n")
    except DomainError as error:
        err.write(f"{error.message}\n")
    except OSError as error:
        err.write(f"Could not write or read: {error}\n")
    return REFUSED


def _tell(candidate: Candidate, scope: Scope, options: Mapping[str, Any], write: Any, out: TextIO) -> int:
    total = reading.count(scope)
    shown: list[Finding] = []
    share = processes.Share(candidate, scope, workers=options["workers"])
    with progress.bar(candidate.key) as show:
        for findings in share.findings():
            write(findings)
            shown += findings[: LISTED - len(shown)]
            show(share.tally.cases, total)
    shown.sort(key=lambda finding: finding.opened_at)
    words = words_for(candidate, options["language"])
    told = output.as_json if options["format"] == "json" else output.as_text
    out.write(told(share.tally, share.numbers, scope, shown, words))
    return CLEAN


def words_for(candidate: Candidate, language: str) -> Words:
    return Words(candidate.compiled.spec, selectors.live_service(candidate.key).compiled.spec, language)


@contextmanager
def table(path: str | None, candidate: Candidate, language: str) -> Iterator[Any]:
    """A writer of findings into a CSV file, or one that does nothing."""
    if path is None:
        yield lambda findings: None
        return
    words = words_for(candidate, language)
    with Path(path).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(output.heads())
        yield lambda findings: writer.writerows(output.lines(findings, words))


def _day(text: str) -> datetime:
    try:
        return timezone.make_aware(datetime.strptime(text, "%Y-%m-%d"))
    except ValueError:
        raise ArgumentTypeError(f'"{text}" is not a day: write it like 2026-01-31') from None

"""`python manage.py import_cases MAPPING FILE`: bring the history of an older system in as cases."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from casetypes.access.models import User
from casetypes.intake.imports import reporting, running
from casetypes.intake.imports.reporting import Line
from casetypes.intake.imports.summary import Summary
from casetypes.kernel.errors import DomainError


class Command(BaseCommand):
    help = (
        "Imports the rows of a CSV file (or .csv.gz) as cases, by a published mapping. Running it twice changes "
        "nothing; a stopped run goes on where it stopped. Nothing is written when the file does not fit."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mapping", help="key of the mapping: imports/<key>.yaml of the city")
        parser.add_argument("file", type=Path, help="the CSV file, plain or gzip-compressed")
        parser.add_argument(
            "--report", type=Path, help="write every rejected row with its reason to this CSV"
        )
        parser.add_argument("--as", dest="username", help="who imports (a user name)")
        parser.add_argument("--check", action="store_true", help="say what would come in, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=cast(IO[str], self.stdout._out), soft_wrap=True)
        report: Path | None = options["report"]
        if report and not report.parent.is_dir():
            raise CommandError(_("There is no folder %(folder)s for the report.") % {"folder": report.parent})
        try:
            planned = running.plan(Path(options["mapping"]).stem, options["file"])
            lines = self._check(console, planned) if options["check"] else None
            if lines is None:
                lines = self._run(console, planned, _user(options["username"]), report)
        except DomainError as error:
            raise CommandError(error.message) from error
        _tell(console, lines)

    def _check(self, console: Console, planned: running.Plan) -> Iterable[Line]:
        with _bar(console, planned) as progress:
            told = running.forecast(planned, progress=progress)
        return reporting.lines(told, told.summary, planned.mapping.services, _language(), dry=True)

    def _run(
        self, console: Console, planned: running.Plan, user: User | None, report: Path | None
    ) -> Iterable[Line]:
        with _bar(console, planned) as progress:
            finished = running.run(planned, started_by=user, progress=progress)
        summary = Summary.from_json(finished.summary)
        lines = list(reporting.lines(finished, summary, planned.mapping.services, _language(), dry=False))
        if report is None:
            return lines
        try:
            written = reporting.write(finished, report)
        except OSError as error:
            _tell(console, lines)
            raise CommandError(_not_written(report, error)) from error
        text = _("%(rows)d rejected rows: %(file)s") % {"rows": written, "file": report}
        return [*lines, Line(text)]


@contextmanager
def _bar(console: Console, planned: running.Plan) -> Iterator[Callable[[int, int], None]]:
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        TextColumn("{task.fields[rejected]}"),
    )  # fmt: skip
    with Progress(*columns, console=console, disable=not sys.stdout.isatty()) as bar:
        task = bar.add_task(planned.mapping.key, total=planned.records, rejected="")

        def progress(read: int, rejected: int) -> None:
            bar.update(task, completed=read, rejected=_("rejected: %(rows)d") % {"rows": rejected})

        yield progress


def _tell(console: Console, lines: Iterable[Line]) -> None:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(overflow="fold")
    table.add_column(justify="right")
    for line in lines:
        table.add_row(Text(line.label), "" if line.count is None else f"{line.count:,}")
    console.print(table)


def _not_written(report: Path, error: OSError) -> str:
    return _(
        "The import is complete, but its report could not be written to %(file)s: %(why)s. Make room or choose "
        "another place and run the same command again: it changes nothing and writes the report."
    ) % {"file": report, "why": error.strerror or error}


def _language() -> str:
    return (get_language() or "es").split("-")[0]


def _user(username: str | None) -> User | None:
    if not username:
        return None
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(_("There is no user called %(name)s.") % {"name": username})
    return user

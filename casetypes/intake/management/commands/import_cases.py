"""`python manage.py import_cases MAPPING FILE`: bring the history of an older system in as cases."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table
from rich.text import Text

from casetypes.access.models import User
from casetypes.intake.imports import reporting, running
from casetypes.intake.imports.reporting import Line
from casetypes.intake.imports.summary import Summary
from casetypes.kernel import progress
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
        with _bar(planned) as show:
            told = running.forecast(planned, progress=show)
        return reporting.lines(told, told.summary, planned.mapping.services, _language(), dry=True)

    def _run(
        self, console: Console, planned: running.Plan, user: User | None, report: Path | None
    ) -> Iterable[Line]:
        with _bar(planned) as show:
            finished = running.run(planned, started_by=user, progress=show)
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
def _bar(planned: running.Plan) -> Iterator[Callable[[int, int], None]]:
    with progress.bar(planned.mapping.key) as show:
        yield lambda read, rejected: show(read, planned.records, _("rejected: %(rows)d") % {"rows": rejected})


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

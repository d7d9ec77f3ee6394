"""`python manage.py import_cases MAPPING FILE`: bring the history of an older system in as cases."""

import sys
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from casetypes.access.models import User
from casetypes.intake.imports import reporting, running
from casetypes.intake.models import ImportRun
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
        parser.add_argument("--check", action="store_true", help="only check mapping and file")

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=cast(IO[str], self.stdout._out), soft_wrap=True)
        try:
            planned = running.plan(Path(options["mapping"]).stem, options["file"])
            if options["check"]:
                console.print(_("%(rows)d rows fit the mapping's columns.") % {"rows": planned.records})
                return
            finished = self._run(console, planned, _user(options["username"]))
        except DomainError as error:
            raise CommandError(error.message) from error
        self._tell(console, finished)
        if options["report"]:
            written = reporting.write(finished, options["report"])
            console.print(
                _("%(rows)d rejected rows: %(file)s") % {"rows": written, "file": options["report"]}
            )

    def _run(self, console: Console, planned: running.Plan, user: User | None) -> ImportRun:
        columns = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            TextColumn("{task.fields[rejected]}"),
        )  # fmt: skip
        with Progress(*columns, console=console, disable=not sys.stdout.isatty()) as bar:
            task = bar.add_task(planned.mapping.key, total=planned.records, rejected="")

            def progress(read: int, rejected: int) -> None:
                bar.update(task, completed=read, rejected=_("rejected: %(rows)d") % {"rows": rejected})

            return running.run(planned, started_by=user, progress=progress)

    def _tell(self, console: Console, finished: ImportRun) -> None:
        table = Table(show_header=False, box=None)
        for label, count in (
            (_("rows read"), finished.read),
            (_("new cases"), finished.created),
            (_("cases there already"), finished.already_there),
            (_("rows rejected"), finished.rejected),
        ):
            table.add_row(label, f"{count:,}")
        for rule, count in reporting.counts(finished):
            table.add_row(f"  {rule}", f"{count:,}")
        console.print(table)


def _user(username: str | None) -> User | None:
    if not username:
        return None
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(_("There is no user called %(name)s.") % {"name": username})
    return user

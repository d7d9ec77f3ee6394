"""`manage.py quarterly_report --quarter 2023Q4`: make the report of a quarter here and now."""

import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from casetypes.kernel import clock
from casetypes.kernel.errors import DomainError
from reports import files, making
from reports.models import QuarterlyReport
from reports.period import Period

WIDTH = 30


class Command(BaseCommand):
    help = "Makes the PDF report of a quarter and keeps it with its hash; --output copies the file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quarter", required=True, help="such as 2023Q4")
        parser.add_argument("--language", default="es", choices=making.LANGUAGES)
        parser.add_argument("--output", type=Path, help="a file or folder to copy the PDF to")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            period = Period.parse(options["quarter"])
            making.check(period, options["language"])
            pk = QuarterlyReport.objects.create(
                period=period.key, language=options["language"], created_at=clock.now()
            ).pk
            report = making.produce(pk, on_progress=self._progress)
        except DomainError as error:
            raise CommandError(error.message) from error
        if report is None:
            raise CommandError("Another process is making this report.")
        self._tell(report, options["output"])

    def _progress(self, percent: int, step: str) -> None:
        done = WIDTH * percent // 100
        bar = "█" * done + "░" * (WIDTH - done)
        end = "\n" if percent == 100 or not sys.stdout.isatty() else ""
        self.stdout.write(f"\r{bar} {percent:3} %  {gettext(step):<40}", ending=end)
        self.stdout.flush()

    def _tell(self, report: QuarterlyReport, output: Path | None) -> None:
        path = files.path_of(report)
        if output:
            path = output / path.name if output.is_dir() else output
            with files.open_file(report) as kept, path.open("wb") as copy:
                shutil.copyfileobj(kept, copy)
        self.stdout.write(self.style.SUCCESS(f"{path}  {report.pages} pages, {report.size / 1e6:.1f} MB"))
        self.stdout.write(f"figures sha256 {report.figures_sha256}\nfile    sha256 {report.file_sha256}")

"""Where the files of finished reports lie."""

from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from reports.models import QuarterlyReport


def keep(report: QuarterlyReport, content: bytes) -> str:
    """Write whole or not at all; the name holds the hash of the figures."""
    name = f"{report.period}-{report.language}-{report.figures_sha256[:16]}.pdf"
    folder = Path(settings.REPORTS_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{name}.{report.pk}"
    unfinished.write_bytes(content)
    unfinished.replace(folder / name)
    return name


def latest(period: str, language: str) -> QuarterlyReport | None:
    """The newest finished report whose file is there."""
    done = QuarterlyReport.objects.filter(state=QuarterlyReport.DONE, period=period, language=language)
    report = done.defer("figures").order_by("-finished_at", "-pk").first()
    return report if report and path_of(report).is_file() else None


def path_of(report: QuarterlyReport) -> Path:
    return Path(settings.REPORTS_ROOT) / report.file


def open_file(report: QuarterlyReport) -> BinaryIO:
    return path_of(report).open("rb")


def public_name(report: QuarterlyReport) -> str:
    """What the file is called when somebody saves it."""
    return f"informe-{report.period}-{report.language}.pdf"

"""Where the files of finished reports lie: in the folder REPORTS_ROOT or, with FILES_URL, in its store."""

from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile

from casetypes.evidence.storage import object_store
from reports.models import QuarterlyReport

FOLDER = "reports"


def keep(report: QuarterlyReport, content: bytes) -> str:
    """Write whole or not at all; the name holds the hash of the figures."""
    name = f"{report.period}-{report.language}-{report.figures_sha256[:16]}.pdf"
    store = object_store()
    if store is not None:
        store.save(f"{FOLDER}/{name}", ContentFile(content))
        return name
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
    return report if report and is_there(report) else None


def path_of(report: QuarterlyReport) -> Path:
    """Where it lies, or would lie, in the folder."""
    return Path(settings.REPORTS_ROOT) / report.file


def is_there(report: QuarterlyReport) -> bool:
    store = object_store()
    if store is None:
        return path_of(report).is_file()
    return bool(report.file) and store.exists(f"{FOLDER}/{report.file}")


def open_file(report: QuarterlyReport) -> BinaryIO:
    store = object_store()
    if store is None:
        return path_of(report).open("rb")
    with store.open(f"{FOLDER}/{report.file}") as file:
        return BytesIO(file.read())


def public_name(report: QuarterlyReport) -> str:
    """What the file is called when somebody saves it."""
    return f"informe-{report.period}-{report.language}.pdf"

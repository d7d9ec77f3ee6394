"""Making a quarterly report: count, draw, set the pages, keep the file. In a task or from the command line."""

from collections.abc import Callable

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from casetypes.audit import services as audit
from casetypes.kernel import clock, hashing
from casetypes.kernel.errors import DomainError, Invalid
from casetypes.kernel.exclusive import exclusively
from reports import city as cities
from reports import files
from reports.counting.figures import figures, from_json
from reports.models import QuarterlyReport
from reports.pdf import document, render
from reports.period import Period

Progress = Callable[[int, str], None]
LANGUAGES = ("es", "en")


def check(period: Period, language: str) -> None:
    """Raises Invalid with the way out."""
    if not period.quarter:
        raise Invalid(_("Choose a quarter, such as 2023Q4: this report covers three months."))
    if period.bounds(cities.current().time_zone)[0] > clock.now():
        raise Invalid(_("%(period)s has not begun yet.") % {"period": period.title})
    if language not in LANGUAGES:
        raise Invalid(_("Reports are made in Spanish (es) and English (en)."))


def produce(pk: int, *, on_progress: Progress | None = None) -> QuarterlyReport | None:
    """Make the file of a request. None when another worker is making it, or it is done or was replaced.

    Safe to run again: a worker that died leaves no lock, and the next one starts over.
    """
    with exclusively(connection, f"report:{pk}") as free:
        report = QuarterlyReport.objects.filter(pk=pk).exclude(state=QuarterlyReport.DONE).first()
        if not free or report is None:
            return None
        try:
            with translation.override(report.language):
                _make(report, on_progress)
        except Exception as error:
            told = error.message if isinstance(error, DomainError) else _("The report could not be made.")
            _step(report, report.progress, report.step, state=QuarterlyReport.FAILED, error=told)
            raise
    return report


def _make(report: QuarterlyReport, on_progress: Progress | None) -> None:
    def step(progress: int, words: str) -> None:
        _step(report, progress, words, state=QuarterlyReport.RUNNING)
        if on_progress:
            on_progress(progress, words)

    report.started_at, report.error = clock.now(), ""
    step(5, "Counting the cases")
    counted = figures(period=Period.parse(report.period))
    report.figures, report.figures_sha256 = counted.as_json(), counted.digest()
    step(45, "Drawing charts and maps")
    made = document.build(from_json(report.figures), report.language, made_at=clock.now())
    step(60, "Setting the pages")
    finished = render.pdf(made)
    step(95, "Keeping the file")
    report.file = files.keep(report, finished.content)
    report.file_sha256, report.size = hashing.sha256_hex(finished.content), len(finished.content)
    report.pages, report.finished_at = finished.pages, clock.now()
    _finish(report)
    if on_progress:
        on_progress(100, report.step)


def _step(report: QuarterlyReport, progress: int, words: str, *, state: str, error: str = "") -> None:
    report.progress, report.step, report.state, report.error = progress, words, state, error
    report.save(update_fields=["progress", "step", "state", "error", "started_at"])


def _finish(report: QuarterlyReport) -> None:
    """Done; an older report with the very same figures gives way to it."""
    report.state, report.progress, report.step = QuarterlyReport.DONE, 100, "Done"
    with transaction.atomic():
        QuarterlyReport.objects.filter(
            period=report.period, language=report.language, figures_sha256=report.figures_sha256,
            state=QuarterlyReport.DONE,
        ).exclude(pk=report.pk).delete()  # fmt: skip
        report.save()
        audit.record(
            action="report.done", actor="system", subject=f"report:{report.period}:{report.language}",
            data={"figures": report.figures_sha256, "file": report.file_sha256},
        )  # fmt: skip

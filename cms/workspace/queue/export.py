"""A queue as a CSV file: what is filtered, in the columns of the page, nothing personal."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from casetypes.cases.models import Case
from casetypes.kernel import clock
from cms.workspace.queue.columns import CaseColumn

BATCH = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  # spreadsheets read accents rightly only with it


def export(desk: str, cases: QuerySet[Case], columns: Iterable[CaseColumn]) -> StreamingHttpResponse:
    """One line per case, streamed: the file may be longer than the memory."""
    day = timezone.localdate(clock.now()).isoformat()
    response = StreamingHttpResponse(_lines(cases, list(columns)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{desk}-{day}.csv"'
    return response


def _lines(cases: QuerySet[Case], columns: list[CaseColumn]) -> Iterator[str]:
    yield MARK + _line([*(column.heading for column in columns), str(_("Demonstration"))])
    for case in cases.iterator(chunk_size=BATCH):
        invented = str(_("demonstration case")) if case.demonstration else ""
        yield _line([*(column.text(case) for column in columns), invented])


def _line(values: Iterable[str]) -> str:
    return ",".join(_quoted(value) for value in values) + "\r\n"


def _quoted(value: str) -> str:
    """Quoted; what a spreadsheet would take for a formula is kept as text."""
    safe = f"'{value}" if value.startswith(FORMULA) else value
    return '"' + safe.replace('"', '""') + '"'

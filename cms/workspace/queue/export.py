"""A queue as a CSV file: what is filtered, in the columns of the page, nothing personal, nothing confidential.

It is for a spreadsheet: moments are YYYY-MM-DD HH:MM by the clock of the city, which sorts and which every program
reads as a date; numbers stand alone, their unit in the heading.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from casetypes.cases.confidentiality import without_confidential
from casetypes.cases.models import Case
from casetypes.kernel import clock
from casetypes.queues import rows, selectors
from casetypes.queues.rows import CaseRow
from cms.workspace import spreadsheet
from cms.workspace.queue.columns import CaseColumn
from cms.workspace.queue.listing import Listing

BATCH = 500


def file_of(listing: Listing) -> StreamingHttpResponse:
    """One line per case, streamed: the file may be longer than the memory. Never a confidential one, not even for
    its readers."""
    lines = _lines(rows.each(cases_of(listing), at_a_time=BATCH), listing.columns)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    day = timezone.localdate(clock.now()).isoformat()
    response["Content-Disposition"] = f'attachment; filename="{listing.desk}-{day}.csv"'
    return response


def cases_of(listing: Listing) -> QuerySet[Case]:
    """What is filtered, in its order, whole; no confidential case."""
    whole = listing.referred_away if listing.away else selectors.queue(listing.desk, listing.actor)
    return listing.order.whole(listing.narrowed(without_confidential(whole)))


def _lines(cases: Iterable[CaseRow], columns: Sequence[CaseColumn]) -> Iterator[str]:
    """After the columns of the page: when it was closed, which the page says in the place of the deadline."""
    more = [_("%(heading)s (YYYY-MM-DD HH:MM)") % {"heading": _("Closing")}, _("Demonstration")]
    yield spreadsheet.MARK + spreadsheet.line([*(column.file_heading for column in columns), *more])
    for row in cases:
        closed = f"{timezone.localtime(row.closed_at):%Y-%m-%d %H:%M}" if row.closed_at else ""
        invented = _("demonstration case") if row.demonstration else ""
        yield spreadsheet.line([*(column.in_file(row) for column in columns), closed, invented])

"""/admin/lecturas/: every reading of personal data, by person, purpose, case and period, and what stands out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.cases.models import PersonalReading
from casetypes.cases.personal_data import reading_review, readings
from casetypes.cases.personal_data.reading_review import Wanted
from cms.readings import told
from cms.readings.review_form import REMARK_WORDS, ReviewForm
from cms.workspace import spreadsheet
from cms.workspace.crumbs import crumbs, here
from cms.workspace.people import actor_of

PAGE = 50
BATCH = 500
AFTER = "after"


@dataclass(frozen=True)
class Row:
    """One reading as the page shows it; `remarks` is what stands out about it, in words."""

    reading: PersonalReading
    role: str
    what: str
    purpose: str
    remarks: tuple[str, ...]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Ten queries at most, however many readings there are."""
    actor, form = _allowed(request), ReviewForm(request.GET)
    title = _("Readings of personal data")
    context: dict[str, Any] = {"form": form, "header_title": title, "breadcrumbs_items": crumbs(here(title))}
    if form.is_valid():
        context |= _found(request, actor, form.wanted())
    response = render(request, "readings/review.html", context, status=200 if form.is_valid() else 422)
    add_never_cache_headers(response)
    return response


@require_safe
def table(request: HttpRequest) -> HttpResponseBase:
    """The same readings as a file, less those of confidential cases: what leaves the house holds none of them."""
    actor, form = _allowed(request), ReviewForm(request.GET)
    if not form.is_valid():
        return page(request)
    wanted = form.wanted()
    found = reading_review.readings(actor, wanted).exclude(case__case_type__confidential=True)
    if request.method == "GET":
        reading_review.record_export(actor, wanted)
    response = StreamingHttpResponse(_lines(_joined(found)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="lecturas-{wanted.begins_on}-{wanted.ends_on}.csv"'
    )
    add_never_cache_headers(response)
    return response


def _allowed(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not policies.may(actor, "reading.review"):
        raise PermissionDenied(_("Your role does not include this."))
    return actor


def _found(request: HttpRequest, actor: Actor, wanted: Wanted) -> dict[str, Any]:
    asked = {key: value for key, value in request.GET.items() if key != AFTER and value}
    after = request.GET.get(AFTER, "")
    found = readings.slice_of(_joined(reading_review.readings(actor, wanted)), after, PAGE)
    return {
        "rows": _rows(found.rows), "people": [] if after else reading_review.people(actor, wanted),
        "too_long": (wanted.ends_on - wanted.begins_on).days > reading_review.COUNTED_DAYS,
        "first": not after, "newest": f"?{urlencode(asked)}",
        "older": f"?{urlencode({**asked, AFTER: found.after})}" if found.after else "",
        "file": f"{reverse('readings_table')}?{urlencode(asked)}",
    }  # fmt: skip


def _joined(found: QuerySet[PersonalReading]) -> QuerySet[PersonalReading]:
    return found.select_related("case", "user", "standing_in_for")


def _rows(found: list[PersonalReading]) -> list[Row]:
    unworked = reading_review.never_worked(found)
    return [
        Row(
            row, told.by_whom(row), told.what(row), told.purpose(row),
            tuple(str(REMARK_WORDS[each]) for each in reading_review.remarks(row, unworked)),
        )
        for row in found
    ]  # fmt: skip


def _lines(found: QuerySet[PersonalReading]) -> Iterator[str]:
    heads = (
        _("When"), _("User name"), _("Person"), _("Role"), _("Standing in for"), _("Folio"), _("Service"),
        _("Purpose"), _("Number or reason"), _("What was read"), _("What stands out"),
    )  # fmt: skip
    yield spreadsheet.MARK + spreadsheet.line(heads)
    after = ""
    while True:
        part = readings.slice_of(found, after, BATCH)
        yield from (spreadsheet.line(_cells(row)) for row in _rows(part.rows))
        if not part.after:
            return
        after = part.after


def _cells(row: Row) -> tuple[str, ...]:
    reading = row.reading
    return (
        timezone.localtime(reading.at).strftime("%Y-%m-%d %H:%M"), reading.user.username, str(reading.user), row.role,
        str(reading.standing_in_for or ""), reading.case.folio, reading.case.case_type_id, row.purpose,
        reading.reason, row.what, " · ".join(row.remarks),
    )  # fmt: skip

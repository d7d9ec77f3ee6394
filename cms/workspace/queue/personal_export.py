"""A queue as a CSV file with personal answers: a purpose is stated once, and each case that gives any is one reading.

As few as possible leave the house (LGPDPPSO, proportionality): a list longer than MOST has to be narrowed first.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casetypes.access import policies
from casetypes.cases.models import Case
from casetypes.cases.personal_data import personal, reading_purposes
from casetypes.cases.personal_data.reading_purposes import Stated
from casetypes.definitions import selectors as definitions
from casetypes.forms.builder import type_of
from casetypes.kernel import clock
from casetypes.kernel.errors import Invalid
from casetypes.kernel.text import pick
from casetypes.queues.selectors import shape
from cms.workspace import spreadsheet
from cms.workspace.case.personal import Asked, purpose_sent, refused
from cms.workspace.crumbs import crumbs, here, queue_crumb
from cms.workspace.queue.export import cases_of
from cms.workspace.queue.listing import Listing
from cms.workspace.queue.view import listing_of

MOST = 500
BATCH = 100


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, desk: str) -> HttpResponseBase:
    """GET asks what for; POST gives the file of the same list."""
    listing = listing_of(request, desk)
    policies.require(listing.actor, "queue.export_personal", desk)
    number = cases_of(listing)[: MOST + 1].count()
    if request.method == "GET" or number > MOST:
        return _ask(request, listing, number)
    try:
        stated = reading_purposes.stated(*purpose_sent(request))
    except Invalid as invalid:
        return _ask(request, listing, number, refused(request, invalid))
    return _file(listing, stated)


def _ask(request: HttpRequest, listing: Listing, number: int, asked: Asked | None = None) -> HttpResponse:
    title = _("Export with personal data")
    context: dict[str, Any] = {
        "desk": listing.desk, "query": listing.kept_query, "number": number, "most": MOST, "too_many": number > MOST,
        "purposes": reading_purposes.purposes(many=True), "asked": asked, "header_title": title,
        "breadcrumbs_items": crumbs(queue_crumb(listing.desk), here(title)),
    }  # fmt: skip
    return render(request, "workspace/queue/personal_export.html", context, status=422 if asked else 200)


def _file(listing: Listing, stated: Stated) -> StreamingHttpResponse:
    cases = list(cases_of(listing).select_related("desk", "zone"))
    response = StreamingHttpResponse(_lines(listing, cases, stated), content_type="text/csv; charset=utf-8")
    day = timezone.localdate(clock.now()).isoformat()
    response["Content-Disposition"] = f'attachment; filename="{listing.desk}-datos-{day}.csv"'
    add_never_cache_headers(response)
    return response


def _lines(listing: Listing, cases: Sequence[Case], stated: Stated) -> Iterator[str]:
    """What a line tells is on record before it leaves."""
    questions = _questions(listing.desk)
    heads = (_("Folio"), _("Service"), _("Received"), *questions.values(), _("Demonstration"))
    yield spreadsheet.MARK + spreadsheet.line(heads)
    for start in range(0, len(cases), BATCH):
        some = cases[start : start + BATCH]
        with transaction.atomic():
            answers = personal.read_all(some, listing.actor, stated, door="export")
        yield from (spreadsheet.line(_cells(case, answers[case.pk], questions)) for case in some)


def _questions(desk: str) -> dict[str, str]:
    """Personal questions of the desk's services but files, in their order, with their labels."""
    language = get_language() or "es"
    return {
        key: pick(service.fields[key].label, language) or key
        for service in shape(desk).services
        for key in service.fields
        if key in service.personal_fields and key not in service.file_fields
    }


def _cells(case: Case, answers: dict[str, object], questions: dict[str, str]) -> tuple[str, ...]:
    compiled, language = definitions.compiled(case.version_id), get_language() or "es"
    told = {
        key: type_of(spec).in_file(answers[key], spec, language)
        for key in questions
        if key in answers and (spec := personal.field_of(compiled, key))
    }
    return (
        case.folio, pick(compiled.spec.title, language), timezone.localtime(case.opened_at).strftime("%Y-%m-%d %H:%M"),
        *(told.get(key, "") for key in questions), str(_("demonstration case")) if case.demonstration else "",
    )  # fmt: skip

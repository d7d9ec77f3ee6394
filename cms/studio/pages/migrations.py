"""Cases on earlier versions of a service: how many, what would become of each, moving them, bringing them back.

Whoever may publish definitions begins, starts and undoes a batch; a worker does it. A page of a batch at work loads
itself anew every few seconds, without a script.
"""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from casetypes.access.actors import Actor
from casetypes.access.policies import may
from casetypes.cases.migration import batches, reading, words
from casetypes.cases.migration.reading import COLUMNS, Line
from casetypes.cases.migration.ways import open_by_version, ways
from casetypes.cases.models import MigratedCase, MigrationBatch
from casetypes.cases.tasks import migrate_soon
from casetypes.definitions.selectors import live
from casetypes.kernel.errors import DomainError, NotFound
from casetypes.kernel.text import pick
from cms.studio.pages.frame import language, refused, studio_page, trail

PAGE = 50
REFRESH = "3"  # seconds
STATES = {
    MigrationBatch.LOOKING: pgettext_lazy("batch", "Working out what would become of each case"),
    MigrationBatch.LOOKED: gettext_lazy("Dry run: nothing has been changed"),
    MigrationBatch.MOVING: pgettext_lazy("batch", "Moving cases"),
    MigrationBatch.MOVED: gettext_lazy("The cases were moved"),
    MigrationBatch.RETURNING: pgettext_lazy("batch", "Bringing cases back"),
    MigrationBatch.RETURNED: gettext_lazy("The batch was undone"),
}


@studio_page
def earlier(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """GET: open cases by version, and earlier batches. POST: begin a dry run."""
    version = live(key)
    if request.method == "POST":
        batch = batches.begin(key, version.number, actor=actor)
        migrate_soon(batch)
        return redirect("studio_migration", key, batch.pk)
    counted = open_by_version(key)
    title = _("Cases on earlier versions")
    made = MigrationBatch.objects.filter(case_type=key).select_related("target", "user").order_by("-pk")[:20]
    context = {
        "key": key, "live": version.number, "versions": sorted(counted.items(), reverse=True),
        "waiting": sum(cases for number, cases in counted.items() if number < version.number),
        "may_begin": may(actor, batches.RIGHT), "batches": [(batch, STATES[batch.state]) for batch in made],
        "header_title": title, "header_icon": "history", **trail(title, _crumb(key)),
    }  # fmt: skip
    return render(request, "studio/earlier.html", context)


@studio_page
def batch(request: HttpRequest, actor: Actor, key: str, pk: int) -> HttpResponse:
    """One batch: how far it is, its cases by outcome, and what may be done with it now."""
    found = _batch(key, pk)
    counted = reading.counts(found)
    outcome = request.GET.get("outcome", "")
    lines = _page(found, outcome if outcome in words.OUTCOMES else "", request.GET.get("after", ""))
    back = sum(counted.get(name, 0) for name in (MigratedCase.GONE, MigratedCase.HELD))
    title = _("Batch %(number)d") % {"number": found.pk}
    context = {
        "batch": found, "key": key, "state": _state(found, back), "at_work": found.state in MigrationBatch.AT_WORK,
        "counts": [(name, word, counted[name]) for name, word in words.OUTCOMES.items() if counted.get(name)],
        "outcome": outcome, "lines": lines[:PAGE], "listed": reading.may_be_listed(key),
        "next": lines[PAGE - 1].pk if len(lines) > PAGE else None, "may": may(actor, batches.RIGHT),
        "basis": _basis(found), "back": back,
        "can_go": counted.get(MigratedCase.WILL_GO, 0),
        "header_title": title, "header_icon": "history", **trail(title, _crumb(key), _earlier_crumb(key)),
    }  # fmt: skip
    response = render(request, "studio/migration.html", context)
    if context["at_work"]:
        response["Refresh"] = REFRESH
    return response


@require_POST
@studio_page
def act(request: HttpRequest, actor: Actor, key: str, pk: int) -> HttpResponse:
    """Start what was looked at, or undo what was moved."""
    found = _batch(key, pk)
    try:
        if request.POST.get("do") == "undo":
            migrate_soon(batches.undo(found.pk, actor=actor))
        else:
            migrate_soon(batches.start(found.pk, actor=actor, basis=request.POST.get("basis", "")))
    except DomainError as error:
        if error.status != 422:
            return refused(request, error)
        messages.error(request, error.message)
    return redirect("studio_migration", key, found.pk)


@studio_page
def download(request: HttpRequest, actor: Actor, key: str, pk: int) -> Any:
    """Every case of the batch as CSV, while it is read."""
    found = _batch(key, pk)
    if not reading.may_be_listed(key):
        raise NotFound(_("The cases of a confidential service leave the house in no file."))
    response = StreamingHttpResponse(_rows(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}-{found.pk}.csv"'
    return response


class _Echo:
    """What `csv` writes is given back to be sent."""

    def write(self, text: str) -> str:
        return text


def _rows(found: MigrationBatch) -> Iterator[str]:
    out = csv.writer(_Echo())
    yield out.writerow(COLUMNS)
    for line in reading.lines(found):
        told = (
            " | ".join(part)
            for part in (line.told.answers, line.told.clocks, line.told.why, line.told.warnings)
        )
        yield out.writerow([line.folio, line.source, line.target, line.outcome_word, line.told.state, *told])


def _state(found: MigrationBatch, not_back: int) -> Any:
    """`not_back`: cases that are still in the later version."""
    if found.state != MigrationBatch.RETURNED or not not_back:
        return STATES[found.state]
    told = ngettext(
        "The batch was undone, but for %(count)d case",
        "The batch was undone, but for %(count)d cases",
        not_back,
    )
    return told % {"count": not_back}


def _batch(key: str, pk: int) -> MigrationBatch:
    found = batches.get(pk)
    if found.case_type_id != key:
        raise NotFound(_("There is no such batch."))
    return found


def _page(found: MigrationBatch, outcome: str, after: str) -> list[Line]:
    if not reading.may_be_listed(found.case_type_id):
        return []
    return list(reading.lines(found, outcome, after=int(after) if after.isdecimal() else 0, limit=PAGE + 1))


def _basis(found: MigrationBatch) -> dict[str, Any]:
    """Whether a legal basis is needed to start, and the one that the later version states."""
    if found.state != MigrationBatch.LOOKED:
        return {}
    plans = [way.plan for way in ways(found.case_type_id, found.target, found.source).values()]
    stated = next((plan.basis for plan in plans if plan.basis), "")
    return {"needed": any(plan.changes_rules for plan in plans), "text": found.basis or stated}


def _crumb(key: str) -> Any:
    return {"url": reverse("studio_service", args=[key]), "label": pick(_title(key), language()) or key}


def _title(key: str) -> dict[str, str]:
    title: dict[str, str] = live(key).document.get("title", {})
    return title


def _earlier_crumb(key: str) -> Any:
    return {"url": reverse("studio_earlier", args=[key]), "label": _("Cases on earlier versions")}

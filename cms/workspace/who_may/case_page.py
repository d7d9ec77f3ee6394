"""The pages about cases: ask by folio, then who may read it and take its steps now; and that as a file.

An unknown folio and a case that the asking person may not know of are answered alike.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casetypes.access import policies
from casetypes.cases.models import Case
from casetypes.cases.who_may import askable, case_asked
from casetypes.definitions import selectors as definitions
from casetypes.kernel.errors import NotFound
from casetypes.kernel.folio import FolioPattern
from cms.workspace.desks import desk_name
from cms.workspace.people import actor_of
from cms.workspace.who_may import case as asking
from cms.workspace.who_may.case import Person
from cms.workspace.who_may.frame import CASES, as_file, framed

LONGEST = 60


@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?folio=` however it is typed; the whole folio, because cases are not to be guessed from parts."""
    actor = actor_of(request)
    policies.require(actor, "who_may.case")
    typed = request.GET.get("folio", "").strip()[:LONGEST]
    if not typed:
        return framed(request, "cases", CASES)
    folio = FolioPattern(definitions.city().folio).normalise(typed)
    found = askable(actor).select_related("desk").filter(folio=folio).first()
    if found is None or not policies.may(actor, "who_may.case", found):
        missed = _("There is no case with that folio about which you may ask.")
        return framed(request, "cases", CASES, typed=typed, missed=missed, status=404)
    return redirect("workspace_who_may_case", found.folio)


@never_cache
@require_safe
def answer(request: HttpRequest, folio: str) -> HttpResponse:
    """Who may read this case and take its steps now."""
    case = _asked(request, folio)
    context: dict[str, Any] = {
        "case": case, "desk": desk_name(case.desk_id), "answer": asking.answer(case),
        "reads": bool(policies.may(actor_of(request), "case.read", case)),
        "confidential": case.case_type_id in definitions.confidential_services(),
    }  # fmt: skip
    return framed(request, "case", CASES, case.folio, **context)


@never_cache
@require_safe
def file(request: HttpRequest, folio: str) -> HttpResponse:
    """One line for each person and post: who reads, then step by step who takes it."""
    case = _asked(request, folio)
    told = asking.answer(case)
    lines = [[_("What"), _("Person"), _("Post"), _("As deputy of"), _("How far")]]
    for each in told.readers:
        lines += _lines(_("Read the case"), each, (_("as it is"), pgettext("reach", "without personal data")))
    for step in told.steps:
        for each in step.takers:
            lines += _lines(step.title, each, (_("now"), _("not this time: somebody else has to")))
    return as_file(f"quien-puede-{case.folio}", lines)


def _lines(what: str, each: Person, words: tuple[str, str]) -> list[list[str]]:
    return [
        [what, each.name, f"{post.role} · {post.place}", post.deputy_of, words[mark]]
        for post, mark in each.posts
    ]


def _asked(request: HttpRequest, folio: str) -> Case:
    try:
        return case_asked(actor_of(request), folio)
    except NotFound as missing:
        raise Http404(missing.message) from missing

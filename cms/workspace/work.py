"""My work: what a crew has to do, on a phone. Open cases of the crew, the most urgent first."""

from dataclasses import dataclass

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.cases.models import Case
from casetypes.definitions import selectors as definitions
from casetypes.kernel.text import pick
from cms.workspace.people import actor_of

SHOWN = 100


@dataclass(frozen=True)
class Job:
    case: Case
    title: str
    state: str
    address: str


def my_work(request: HttpRequest) -> HttpResponse:
    crews = actor_of(request).crews()
    cases = (
        Case.objects.filter(crew__in=crews, final_kind="")
        .select_related("zone", "crew")
        .order_by("-priority", F("due_at").asc(nulls_last=True), "id")[:SHOWN]
    )
    context = {"jobs": [_job(case) for case in cases], "header_title": _("My work"), "crews": sorted(crews)}
    return render(request, "workspace/work.html", context)


def _job(case: Case) -> Job:
    language = get_language() or "es"
    spec = definitions.compiled(case.version_id).spec
    address = ", ".join(str(value) for value in case.place.values() if isinstance(value, str) and value)
    state = pick(spec.states[case.state].title, language) or case.state
    return Job(case, pick(spec.title, language), state, address or (case.zone.name if case.zone else ""))

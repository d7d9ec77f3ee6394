"""My work: what a crew has to do, on a phone. Open cases of the crew, the most urgent first."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.cases.models import Case
from casetypes.cases.roots import PRIORITY_NAME
from casetypes.cases.selectors import visible_to
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.fieldwork.models import ChecklistRecord
from casetypes.kernel import clock
from casetypes.kernel.text import pick
from cms.workspace import standing_in
from cms.workspace.case.facts import progress
from cms.workspace.crumbs import crumbs, here
from cms.workspace.people import actor_of
from cms.workspace.words import PRIORITY_WORDS, due_words, lateness

SHOWN = 100


@dataclass(frozen=True)
class List:
    """A checklist that is open now."""

    key: str
    title: str
    done: int
    total: int


@dataclass(frozen=True)
class Job:
    """`step` is the one step without input that the crew's role may take next, as (key, title)."""

    case: Case
    title: str
    state: str
    address: str
    zone: str
    priority: str
    priority_word: str
    late: str
    due: str
    crew: str
    lists: tuple[List, ...]
    step: tuple[str, str] | None


def my_work(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    crews = actor.reach.crews
    cases = list(
        visible_to(actor)
        .filter(crew__in=crews, final_kind="")
        .select_related("zone", "crew")
        .order_by("-priority", F("due_at").asc(nulls_last=True), "id")[:SHOWN]
    )
    records = _records(cases)
    jobs = [_job(case, records) for case in cases]
    context = {
        "now": [job for job in jobs if job.lists],
        "next": [job for job in jobs if not job.lists and job.step],
        "waiting": [job for job in jobs if not job.lists and not job.step],
        "several_crews": len(crews) > 1, "empty": not jobs, "crews": sorted(crews),
        "standing_in": standing_in.told(actor), "header_title": _("My work"),
        "breadcrumbs_items": crumbs(here(_("My work"))),
    }  # fmt: skip
    return render(request, "workspace/work.html", context)


def _records(cases: list[Case]) -> dict[tuple[int, str, int], ChecklistRecord]:
    found = ChecklistRecord.objects.filter(case__in=cases)
    return {(record.case_id, record.key, record.round): record for record in found}


def _job(case: Case, records: dict[tuple[int, str, int], ChecklistRecord]) -> Job:
    language = get_language() or "es"
    compiled = definitions.compiled(case.version_id)
    spec, priority = compiled.spec, PRIORITY_NAME[case.priority]
    left = case.due_at - clock.now() if case.due_at else timedelta()
    return Job(
        case=case, title=pick(spec.title, language), state=pick(spec.states[case.state].title, language),
        address=str(case.place.get("address", "")), zone=case.zone.name if case.zone else "",
        priority=priority, priority_word=str(PRIORITY_WORDS[priority]), late=lateness(case),
        due=due_words(left) if case.due_at else "", crew=pick(case.crew.name, language) if case.crew else "",
        lists=tuple(_lists(case, compiled, records, language)), step=_step(case, compiled, language),
    )  # fmt: skip


def _lists(
    case: Case,
    compiled: CompiledService,
    records: dict[tuple[int, str, int], ChecklistRecord],
    language: str,
) -> list[List]:
    found = []
    for key, spec in compiled.spec.checklists.items():
        if case.state in spec.open_in:
            record = records.get((case.pk, key, case.reopened + 1))
            done, total = progress(spec, record.answers if record else {})
            found.append(List(key, pick(spec.title, language), done, total))
    return found


def _step(case: Case, compiled: CompiledService, language: str) -> tuple[str, str] | None:
    """The first step for a crew out of this state that asks nothing and requires nothing."""
    for key, spec in compiled.spec.transitions.items():
        by_crew = any(role.partition("@")[0] == "crew" for role in spec.by)
        if by_crew and case.state in spec.sources and not spec.input and not spec.require:
            return key, pick(spec.title, language) or key
    return None

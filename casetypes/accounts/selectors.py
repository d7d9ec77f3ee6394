"""Reading what an account shows: one's own cases, who read one's data, and all of it to take along."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import IntegerField, Q, QuerySet, Value, When

from casetypes.access.actors import Actor
from casetypes.cases.models import Case, PersonalReading
from casetypes.cases.selectors import visible_to
from casetypes.citizens.models import Citizen
from casetypes.definitions import selectors as definitions
from casetypes.kernel.text import normalise, pick

Which = Literal["all", "open", "closed"]
SHORTEST, LONGEST = 2, 60


@dataclass(frozen=True)
class OwnCase:
    """One line of "my cases", in words. `waits`: the city waits for something from the person."""

    folio: str
    service: str
    status: str
    final: bool
    waits: bool
    opened_at: datetime
    changed_at: datetime
    zone: str
    number: int


def own_cases(actor: Actor, *, words: str = "", which: Which = "all") -> QuerySet[Case]:
    """What is the person's own: first what waits for them, then what is open, then what changed last."""
    cases = visible_to(actor).select_related("zone")
    if which != "all":
        cases = cases.filter(final_kind="") if which == "open" else cases.exclude(final_kind="")
    if len(words.strip()) >= SHORTEST:
        cases = cases.filter(_matching(words.strip()[:LONGEST]))
    rank = Choice(
        When(public_status="waiting", then=Value(0)), When(final_kind="", then=Value(1)), default=Value(2),
        output_field=IntegerField(),
    )  # fmt: skip
    return cases.annotate(rank=rank).order_by("rank", "-changed_at", "-id")


def records(citizen: Citizen, actor: Actor) -> set[UUID]:
    """The account's own record, and those under which the person's reports were taken in without it."""
    elsewhere = visible_to(actor).exclude(citizen=None).values_list("citizen_id", flat=True)
    return {citizen.pk, *elsewhere}


def _matching(words: str) -> Q:
    """By folio however it was typed, by the name of the service, by what is searched in the case itself."""
    plain = normalise(words)
    services = [
        live.compiled.key
        for live in definitions.live_services()
        if any(plain in normalise(title) for title in live.compiled.spec.title.values())
    ]
    folio = words.replace(" ", "").upper()
    return Q(folio__icontains=folio) | Q(case_type__in=services) | Q(search_text__icontains=plain)


def line_of(case: Case, language: str) -> OwnCase:
    """No query for a case of `own_cases`."""
    compiled = definitions.compiled(case.version_id)
    return OwnCase(
        folio=case.folio, service=pick(compiled.spec.title, language), status=case.public_status,
        final=bool(case.final_kind), waits=case.public_status == "waiting", opened_at=case.opened_at,
        changed_at=case.changed_at, zone=case.zone.name if case.zone else "", number=case.pk,
    )  # fmt: skip


def readings(actor: Actor) -> QuerySet[PersonalReading]:
    """Who read what of the person's own cases, the newest first."""
    mine = PersonalReading.objects.filter(case__in=visible_to(actor).values("pk"))
    return mine.select_related("case").order_by("-at", "-id")

"""What anyone may see of a case by its folio: nothing personal, the place as coarse as the definition says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from casetypes.cases.confidentiality import is_confidential
from casetypes.cases.migration.words import public_texts
from casetypes.cases.models import Case, CaseEvent
from casetypes.cases.opening import just_written
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.base import Texts
from casetypes.definitions.schema.fields import FieldOptions

BLOCK_DECIMALS = 3  # about 100 m at this latitude


@dataclass(frozen=True)
class PublicEvent:
    at: datetime
    kind: str
    name: str
    title: Texts
    public_status: str
    role: str
    state: str = ""


@dataclass(frozen=True)
class PublicCase:
    """`answers` are (field options, value) of `public.show`; `latitude`/`longitude` are None when hidden."""

    case: Case
    compiled: CompiledService
    events: list[PublicEvent]
    answers: list[tuple[str, FieldOptions, object]]
    map: str
    latitude: float | None
    longitude: float | None
    zone_name: str


def by_folio_public(folio: str, *, own: bool = False) -> PublicCase | None:
    """Two queries. None for an unknown folio and for a confidential case alike; `own` when the reporter of it
    was proven, to whom a confidential case is no secret."""
    case = (
        Case.objects.select_related("zone", "case_type", "desk__department")
        .filter(folio=folio, case_type__confidential__in=(False, own))
        .first()
    )
    if case is None:
        return None
    return _shown(case, list(CaseEvent.objects.filter(case=case, public=True).order_by("at", "id")))


def state_of(folio: str) -> tuple[object, ...] | None:
    """What tells one state of a case from the next, for whoever keeps its public page; one query. None where
    `by_folio_public` says None to the public."""
    found = Case.objects.filter(folio=folio, case_type__confidential=False)
    return found.values_list("revision", "changed_at").first()


def of_new(case: Case) -> PublicCase | None:
    """What `by_folio_public` would say of a case that was opened just now. No query; None when it is confidential,
    or when its first event is not at hand (a repeated submission)."""
    known = just_written(case, "events")
    if known is None or is_confidential(case):
        return None
    return _shown(case, known)


def _shown(case: Case, events: Iterable[CaseEvent]) -> PublicCase:
    compiled = definitions.compiled(case.version_id)
    public = compiled.spec.public
    latitude, longitude = place_shown(case, public.map)
    shown = [
        (key, compiled.fields[key], case.answers[key])
        for key in public.show
        if key in case.answers and not compiled.fields[key].is_personal
    ]
    zone_name = case.zone.name if case.zone and public.map != "hidden" else ""
    return PublicCase(
        case, compiled, [_event(event) for event in events], shown, public.map, latitude, longitude, zone_name
    )


def place_shown(case: Case, precision: str) -> tuple[float | None, float | None]:
    """The point as published: exact, rounded to the block, or nothing."""
    if case.latitude is None or case.longitude is None or precision in {"zone", "hidden"}:
        return None, None
    if precision == "block":
        return round(case.latitude, BLOCK_DECIMALS), round(case.longitude, BLOCK_DECIMALS)
    return case.latitude, case.longitude


def _event(event: CaseEvent) -> PublicEvent:
    title = dict(public_texts(event)) if event.kind in {"migrated", "corrected"} else event.text
    return PublicEvent(
        event.at, event.kind, event.name, title, event.public_status, event.actor_role, event.to_state
    )

"""How a case is born: folio, first state, priority, first event; legacy history comes in by the same door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from casetypes.access.actors import Actor
from casetypes.audit import rows
from casetypes.audit import services as audit
from casetypes.cases import engine, outbox
from casetypes.cases.effect_type import EffectContext
from casetypes.cases.models import PRIORITY_RANK, Case, CaseEvent, PersonalAnswers
from casetypes.cases.roots import case_roots
from casetypes.citizens import services as citizens
from casetypes.citizens.models import Citizen
from casetypes.definitions import selectors
from casetypes.definitions.compiled import CompiledService
from casetypes.kernel import clock
from casetypes.kernel.extension_points import case_opened, case_opening, history_opened
from casetypes.kernel.folio import FolioPattern
from casetypes.kernel.text import normalise, plain
from casetypes.places.models import Zone


@dataclass(frozen=True)
class History:
    """What an older system knew of the outcome. `closed_at` None: never recorded, so never computed.

    `records_closings`: it kept closing dates, so a case without one was truly open. `day_only`: of the closing it
    kept the day; `closed_at` is the last moment of that day.
    """

    state: str
    closed_at: datetime | None = None
    records_closings: bool = False
    day_only: bool = False


@dataclass(frozen=True)
class Rules:
    """What the rules of a definition say of a new case: computed values, and the priority with its reason."""

    calc: Mapping[str, object]
    priority: int
    because: Mapping[str, str]
    unset: bool = False


@dataclass(frozen=True)
class Opening:
    """Everything a new case is made of. `answers` and `personal` are already clean (forms.answers). A `folio` and
    `rules` are given by nobody but a simulation; every other case gets a new one and has its own worked out."""

    version_id: int
    answers: Mapping[str, object]
    actor: Actor
    personal: Mapping[str, object] = field(default_factory=dict)
    citizen: Citizen | None = None
    channel: str = "web"
    language: str = "es"
    zone: Zone | None = None
    latitude: float | None = None
    longitude: float | None = None
    cell: str = ""
    place: Mapping[str, object] = field(default_factory=dict)
    opened_at: datetime | None = None
    source: str = ""
    source_id: str = ""
    demonstration: bool = False
    history: History | None = None
    parent: Case | None = None
    folio: str = ""
    rules: Rules | None = None


def open_case(opening: Opening) -> Case:
    """One case with its folio, first event, clocks, effects and audit leaf: one transaction and one message.

    What was written stays at hand (`just_written`), so that answering costs no read.
    """
    compiled = selectors.compiled(opening.version_id)
    with transaction.atomic(savepoint=False), rows.together():
        case = prepared(opening)
        event = opened(case, opening)
        rows.insert(case, event)
        _seal(case, opening)
        if opening.history is None:
            context = EffectContext(case=case, event=event, roots=case_roots(case, actor=opening.actor))
            outbox.carry_out_or_queue(compiled.spec.on_open.do, context)
            if compiled.opening_writes:
                engine.save(case)
        case_opened.call(case, event)
        engine.record(case, event, opening.actor, "case.open")
        rows.flush()
    remember(case, "events", [event])
    if opening.history is None:
        outbox.kick()
    return case


def open_history(openings: Sequence[Opening]) -> list[Case]:
    """Many legacy cases at once, by the steps of `open_case`: a handful of INSERTs whatever their number.

    Raises ValueError for an opening without history: a case of today has effects to carry out.
    """
    if not all(opening.history for opening in openings):
        raise ValueError("open_history is for cases of an older system; open the others with open_case")
    with transaction.atomic(savepoint=False):
        cases = Case.objects.bulk_create([prepared(opening) for opening in openings])
        pairs = list(zip(cases, openings, strict=True))
        for case, opening in pairs:
            _seal(case, opening)
        events = CaseEvent.objects.bulk_create([opened(case, opening) for case, opening in pairs])
        history_opened.call(cases, events)
        audit.record_many(
            engine.leaf(case, event, opening.actor, "case.open")
            for (case, opening), event in zip(pairs, events, strict=True)
        )
    return cases


def prepared(opening: Opening) -> Case:
    """The case as it will be inserted, with its rules decided and its clocks worked out."""
    compiled = selectors.compiled(opening.version_id)
    case = _new_case(opening, compiled)
    _set_rules(case, compiled, opening.rules or decide(case, compiled, opening.personal))
    history = opening.history
    case.__dict__["known_open"] = bool(history and history.records_closings and not case.final_kind)
    case_opening.call(case)
    return case


def _new_case(opening: Opening, compiled: CompiledService) -> Case:
    opened_at = opening.opened_at or clock.now()
    history = opening.history
    state_key = history.state if history else compiled.initial_state
    state = compiled.spec.states[state_key]
    return Case(
        folio=opening.folio or _new_folio(opened_at), case_type_id=compiled.key, version_id=opening.version_id,
        state=state_key, public_status=state.public, final_kind=state.final or "",
        channel=opening.channel, language=opening.language, desk_id=compiled.spec.desk, zone=opening.zone,
        latitude=opening.latitude, longitude=opening.longitude, cell=opening.cell, place=dict(opening.place),
        answers=dict(opening.answers), citizen=opening.citizen, opened_at=opened_at,
        changed_at=(history.closed_at if history else None) or opened_at,
        closed_at=history.closed_at if history else None, source=opening.source,
        source_id=opening.source_id, demonstration=opening.demonstration, parent=opening.parent,
    )  # fmt: skip


def _new_folio(opened_at: datetime) -> str:
    """Serial ones come from a database sequence. A random one that was given out before meets the unique
    index, and `intake.services.submit` starts again with another."""
    city = selectors.city()
    pattern = FolioPattern(city.folio)
    year = clock.local(opened_at, city.time_zone).year
    serial = _next_serial() if pattern.needs_serial else None
    return pattern.new(year, serial)


def _next_serial() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('case_folio_serial')")
        return int(cursor.fetchone()[0])


def decide(case: Case, compiled: CompiledService, personal: Mapping[str, object]) -> Rules:
    """Computed values and priority, with the rule that decided; see language.md on legacy imports."""
    legacy = case.channel == "legacy"
    form = {**case.answers, **personal}
    computed = compiled.calc(form, legacy=legacy)
    roots = {**case_roots(case), "form": form, "calc": computed.values}
    decided = compiled.priority(roots, legacy=legacy)
    unset = computed.fell_back or decided.fell_back
    return Rules(computed.values, PRIORITY_RANK[decided.priority], dict(decided.because), unset)


def _set_rules(case: Case, compiled: CompiledService, rules: Rules) -> None:
    case.calc, case.priority = dict(rules.calc), rules.priority
    case.priority_because, case.rules_unset = dict(rules.because), rules.unset
    case.search_text = search_text(case, compiled)


def search_text(case: Case, compiled: CompiledService) -> str:
    """What the desk's search looks through: folio, title, place and texts that are not personal and that `access`
    keeps for nobody. A confidential case is found by nothing but its folio."""
    if compiled.spec.confidential:
        return normalise(case.folio)
    texts = [
        value
        for key, value in case.answers.items()
        if isinstance(value, str) and key in compiled.fields and compiled.is_open(key)
    ]
    place = [str(value) for value in case.place.values() if isinstance(value, str)]
    zone = [case.zone.name] if case.zone else []
    return normalise(" ".join([case.folio, plain(compiled.spec.title), *zone, *place, *texts]))[:4000]


def _seal(case: Case, opening: Opening) -> None:
    if not opening.personal:
        return
    if opening.citizen is None:
        raise ValueError("personal answers need a citizen whose key seals them")
    sealed = citizens.seal_answers(opening.citizen, dict(opening.personal), f"case:{case.folio}")
    rows.insert(PersonalAnswers(case=case, sealed=sealed))


def remember(case: Case, kind: str, rows_written: Sequence[Model]) -> None:
    """Keep rows that were written with a new case on it (`just_written`), for the answer to whoever opened it."""
    case.__dict__.setdefault("just_written", {})[kind] = list(rows_written)


def just_written(case: Case, kind: str) -> list[Any] | None:
    """Rows of that kind written with the case, if it was this instance that was opened. They age: never read them
    after something else happened to the case."""
    return case.__dict__.get("just_written", {}).get(kind)


def opened(case: Case, opening: Opening) -> CaseEvent:
    """The first event of a case, not written yet."""
    kind = "imported" if opening.history else "opened"
    data = {"channel": case.channel}
    if opening.history and opening.history.day_only:
        data["closing"] = "day"
    return CaseEvent(
        case=case, at=case.opened_at, kind=kind, name=kind, to_state=case.state,
        public_status=case.public_status, actor_role=_role(opening.actor), user_id=opening.actor.user_id,
        desk=case.desk_id, public=True, data=data, revision=case.revision,
    )  # fmt: skip


def _role(actor: Actor) -> str:
    """Whose hand wrote it down: a member of staff by the post that lets them capture."""
    if actor.kind == "staff":
        return actor.role_with("capture") or "agent"
    return {"public": "reporter"}.get(actor.kind, actor.kind)

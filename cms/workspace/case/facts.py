"""What the page of a case shows, read with a constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import get_language

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.cases import selectors
from casetypes.cases.confidentiality import is_hidden
from casetypes.cases.migration.reading import versions_of, why_it_stays
from casetypes.cases.models import Case, CaseLink, OutboxEntry
from casetypes.cases.personal_data.anonymised import CoarsePlace, pseudonym
from casetypes.cases.personal_data.anonymised import place as coarse_place
from casetypes.cases.roots import PRIORITY_NAME
from casetypes.cases.selectors import Offer
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.schema.service import Checklist
from casetypes.fieldwork.models import ChecklistRecord
from casetypes.fieldwork.score import is_scored, score
from casetypes.fieldwork.services import missing
from casetypes.forms import directories
from casetypes.forms.builder import type_of
from casetypes.kernel.text import pick
from casetypes.sla.selectors import clock_views
from cms.workspace.case.bars import Bar, bar_of
from cms.workspace.case.personal import Asked, Panel, panel_of
from cms.workspace.case.pictures import Picture, pictures_of
from cms.workspace.words import CHANNEL_WORDS, PRIORITY_WORDS, lateness


@dataclass(frozen=True)
class Answer:
    label: str
    value: str


@dataclass(frozen=True)
class ChecklistState:
    """A checklist of the definition: `open` when it may be filled now, `done` of `total` required items are. `score`
    is what its points add up to; None without any."""

    key: str
    title: str
    open: bool
    complete: bool
    started: bool
    done: int
    total: int
    score: int | None = None


@dataclass(frozen=True)
class Place:
    """Where it is; coarse or None as the definition publishes it for who reads anonymised."""

    latitude: float | None
    longitude: float | None
    zone: str
    address: str
    tiles: str
    attribution: str


@dataclass(frozen=True)
class Linked:
    folio: str
    kind: str
    state: str
    open: bool


@dataclass(frozen=True)
class CaseFacts:
    """`anonymised`: the reader sees what a comptroller sees, without free words, addresses and faces, and the
    `reporter` by a pseudonym."""

    case: Case
    compiled: CompiledService
    anonymised: bool
    title: str
    state: str
    priority: str
    priority_word: str
    because: str
    channel: str
    lateness: str
    crew: str
    answers: list[Answer]
    personal: Panel
    personal_hidden: bool
    offers: list[Offer]
    bars: list[Bar]
    checklists: list[ChecklistState]
    before: list[Picture]
    after: list[Picture]
    messages: list[OutboxEntry]
    place: Place
    links: list[Linked]
    crews: list[tuple[str, str]]
    reporter: str
    may_note: bool
    may_work: bool
    may_retry: bool
    priorities: list[tuple[str, str]]
    may_fill: bool
    may_correct: bool
    may_ask_who: bool
    stays: list[str]

    @property
    def possible(self) -> list[Offer]:
        return [offer for offer in self.offers if offer.allowed]

    @property
    def refused(self) -> list[Offer]:
        return [offer for offer in self.offers if not offer.allowed]

    @property
    def to_fill(self) -> list[ChecklistState]:
        """Checklists that this person may fill now and that are not complete."""
        return [each for each in self.checklists if each.open and not each.complete] if self.may_fill else []


def facts_of(case: Case, actor: Actor, asked: Asked | None = None) -> CaseFacts:
    language = get_language() or "es"
    compiled = definitions.compiled(case.version_id)
    personal = panel_of(case, compiled, actor, asked)
    anonymised = not policies.may(actor, "case.read_in_clear", case)
    pictures = [each for each in pictures_of(case, compiled, actor) if each.public or not anonymised]
    messages = OutboxEntry.objects.filter(case=case, effect="notify").exclude(state="done").order_by("id")
    may_work = bool(policies.may(actor, "case.work", case))
    return CaseFacts(
        case=case, compiled=compiled, anonymised=anonymised, title=pick(compiled.spec.title, language),
        state=pick(compiled.spec.states[case.state].title, language) or case.state,
        priority=PRIORITY_NAME[case.priority], priority_word=str(PRIORITY_WORDS[PRIORITY_NAME[case.priority]]),
        because=pick(case.priority_because, language), channel=str(CHANNEL_WORDS.get(case.channel, case.channel)),
        lateness=lateness(case), crew=pick(case.crew.name, language) if case.crew else "",
        answers=_answers(case, compiled, actor), personal=personal,
        personal_hidden=bool(compiled.personal_fields) and not personal.lines,
        offers=selectors.offers(case, actor), bars=[bar_of(view) for view in clock_views(case)],
        checklists=_checklists(case, compiled),
        before=[each for each in pictures if not each.evidence], after=[each for each in pictures if each.evidence],
        messages=[] if anonymised else list(messages), reporter=pseudonym(case) if anonymised else "",
        place=_place(case, compiled, anonymised), links=_links(case, actor, language),
        crews=directories.crews(language, case.desk_id) if may_work and not case.final_kind else [],
        may_note=bool(policies.may(actor, "case.note", case)), may_work=may_work,
        priorities=_priorities(case, actor),
        may_retry=bool(policies.may(actor, "message.retry", case)),
        may_fill=bool(policies.may(actor, "case.fieldwork", case)),
        may_correct=bool(policies.may(actor, "case.correct", case)), stays=why_it_stays(case),
        may_ask_who=bool(policies.may(actor, "who_may.case", case)),
    )  # fmt: skip


def _answers(case: Case, compiled: CompiledService, actor: Actor) -> list[Answer]:
    """Answers this actor may read, in the order of the form; place and personal data have panels of their own."""
    known, language = selectors.readable_answers(case, actor), get_language() or "es"
    return [
        Answer(pick(spec.label, language) or key, _shown(spec, known[key], language))
        for key, spec in compiled.fields.items()
        if key in known and key != compiled.location_field and not type_of(spec).takes_files
    ]  # fmt: skip


def _shown(spec: FieldOptions, value: object, language: str) -> str:
    return type_of(spec).display(value, spec, language)


def _checklists(case: Case, compiled: CompiledService) -> list[ChecklistState]:
    records = {
        record.key: record for record in ChecklistRecord.objects.filter(case=case, round=case.reopened + 1)
    }
    specs = compiled.spec.checklists
    found = [_state(case, key, spec, records.get(key)) for key, spec in specs.items()]
    earlier = [record for key, record in records.items() if key not in specs]
    return [*found, *_filled_earlier(case, earlier)] if earlier else found


def _filled_earlier(case: Case, records: list[ChecklistRecord]) -> list[ChecklistState]:
    """Checklists that were filled under an earlier version and are gone from this one: still there to be read."""
    version_at = versions_of(case)
    known = [(record, version_at(record.filled_at).spec.checklists.get(record.key)) for record in records]
    return [replace(_state(case, record.key, spec, record), open=False) for record, spec in known if spec]


def _state(case: Case, key: str, spec: Checklist, record: ChecklistRecord | None) -> ChecklistState:
    done, total = progress(spec, record.answers if record else {})
    return ChecklistState(
        key=key, title=pick(spec.title, get_language() or "es") or key, open=case.state in spec.open_in,
        complete=bool(record and record.complete), started=record is not None, done=done, total=total,
        score=score(spec, record.answers) if record and is_scored(spec) else None,
    )  # fmt: skip


def progress(spec: Checklist, answers: Mapping[str, object]) -> tuple[int, int]:
    """How many of the items that are needed are done, and how many there are."""
    needed = [key for key, item in spec.items.items() if item.required or item.must_be is not None]
    return len(needed) - len(missing(spec, answers)), len(needed)


def _place(case: Case, compiled: CompiledService, anonymised: bool) -> Place:
    exact = CoarsePlace(case.latitude, case.longitude, str(case.zone or ""))
    known = coarse_place(case, compiled) if anonymised else exact
    return Place(
        latitude=known.latitude, longitude=known.longitude, zone=known.zone,
        address="" if anonymised else str(case.place.get("address", "")),
        tiles=settings.MAP_TILES, attribution=settings.MAP_ATTRIBUTION,
    )  # fmt: skip


def _priorities(case: Case, actor: Actor) -> list[tuple[str, str]]:
    """Those the actor may change the case to."""
    if case.final_kind or not policies.may(actor, "case.prioritise", case):
        return []
    others = (name for rank, name in sorted(PRIORITY_NAME.items(), reverse=True) if rank != case.priority)
    return [(name, str(PRIORITY_WORDS[name])) for name in others]


def _links(case: Case, actor: Actor, language: str) -> list[Linked]:
    """The case it belongs to and those that belong to it or are the same report; never one that is hidden."""
    links = CaseLink.objects.filter(case=case).select_related("other").order_by("id")
    found = [(link.other, link.kind) for link in links]
    if case.parent is not None:
        found.insert(0, (case.parent, "parent"))
    return [_linked(other, kind, language) for other, kind in found if not is_hidden(actor, other)]


def _linked(other: Case, kind: str, language: str) -> Linked:
    states = definitions.compiled(other.version_id).spec.states
    return Linked(other.folio, kind, pick(states[other.state].title, language), not other.final_kind)

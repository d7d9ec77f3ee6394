"""What the page of a case shows, read with a constant number of queries."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.cases import selectors
from casetypes.cases.models import Case, OutboxEntry
from casetypes.cases.selectors import Offer
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.service import Checklist
from casetypes.evidence import selectors as evidence
from casetypes.evidence.models import Attachment
from casetypes.evidence.services import PublicFile, public_file
from casetypes.fieldwork.models import ChecklistRecord
from casetypes.fieldwork.services import missing
from casetypes.forms.builder import type_of
from casetypes.kernel.text import pick
from casetypes.sla.selectors import ClockView, clock_views


@dataclass(frozen=True)
class Answer:
    label: str
    value: str
    personal: bool = False


@dataclass(frozen=True)
class Picture:
    attachment: Attachment
    file: PublicFile | None


@dataclass(frozen=True)
class ChecklistState:
    """A checklist of the definition: `open` when it may be filled now, `missing` counts what still keeps it open."""

    key: str
    title: str
    open: bool
    complete: bool
    missing: int
    total: int


@dataclass(frozen=True)
class CaseFacts:
    case: Case
    compiled: CompiledService
    title: str
    state: str
    answers: list[Answer]
    personal_hidden: bool
    offers: list[Offer]
    clocks: list[ClockView]
    checklists: list[ChecklistState]
    pictures: list[Picture]
    outbox: list[OutboxEntry]
    may_note: bool
    may_work: bool
    may_fill: bool


def facts_of(case: Case, actor: Actor) -> CaseFacts:
    language = get_language() or "es"
    compiled = definitions.compiled(case.version_id)
    personal = selectors.personal_answers(case, actor)
    return CaseFacts(
        case=case, compiled=compiled, title=pick(compiled.spec.title, language),
        state=pick(compiled.spec.states[case.state].title, language) or case.state,
        answers=_answers(case, compiled, actor, personal, language),
        personal_hidden=bool(compiled.personal_fields) and not personal,
        offers=selectors.offers(case, actor), clocks=clock_views(case),
        checklists=_checklists(case, compiled, language),
        pictures=[Picture(each, public_file(each)) for each in evidence.attachments(case)],
        outbox=list(OutboxEntry.objects.filter(case=case, effect="notify").order_by("id")),
        may_note=bool(policies.may(actor, "case.note", case)),
        may_work=bool(policies.may(actor, "case.work", case)),
        may_fill=bool(policies.may(actor, "case.fieldwork", case)),
    )  # fmt: skip


def _answers(
    case: Case, compiled: CompiledService, actor: Actor, personal: dict[str, object], language: str
) -> list[Answer]:
    """Answers this actor may read, in the order of the form."""
    known = {**selectors.readable_answers(case, actor), **personal}
    return [
        Answer(pick(spec.label, language) or key, _shown(spec, known[key], language), spec.is_personal)
        for key, spec in compiled.fields.items()
        if key in known and not type_of(spec).takes_files
    ]


def _shown(spec: Any, value: object, language: str) -> str:
    return type_of(spec).display(value, spec, language)


def _checklists(case: Case, compiled: CompiledService, language: str) -> list[ChecklistState]:
    records = {
        record.key: record for record in ChecklistRecord.objects.filter(case=case, round=case.reopened + 1)
    }
    specs = compiled.spec.checklists
    return [_state(case, key, spec, records.get(key), language) for key, spec in specs.items()]


def _state(
    case: Case, key: str, spec: Checklist, record: ChecklistRecord | None, language: str
) -> ChecklistState:
    answers = record.answers if record else {}
    return ChecklistState(
        key=key, title=pick(spec.title, language) or key, open=case.state in spec.open_in,
        complete=bool(record and record.complete), missing=len(missing(spec, answers)), total=len(spec.items),
    )  # fmt: skip

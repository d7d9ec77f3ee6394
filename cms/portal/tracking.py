"""What a folio shows: status, history, expected date and why it moved, photos and place as the definition allows.

Everything here is public. The reporter, proven by a signed link, is shown a little more: what the city asked
or answered them in words (`heard`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.cases import public
from casetypes.cases.models import Case
from casetypes.cases.public import PublicCase, PublicEvent
from casetypes.cases.role_names import role_name
from casetypes.definitions import selectors as definitions
from casetypes.evidence import selectors as evidence
from casetypes.evidence.models import Attachment
from casetypes.evidence.services import public_file
from casetypes.forms.builder import type_of
from casetypes.kernel import clock
from casetypes.kernel.text import pick
from casetypes.sla import selectors as sla
from casetypes.sla.selectors import ClockView, Moved
from cms.components.shapes import Deadline, DeadlineMove, Photo, Place, TimelineEntry
from cms.components.words import status_word, written_date
from cms.pages import addresses
from cms.portal import heard

BEFORE = "antes"  # evidence kind of a photo taken before the work
KEPT_SECONDS = 60
TYPED = ("location", "text", "long_text", "address")


@dataclass(frozen=True)
class Tracked:
    """One case as a page shows it, in the active language; nothing personal. `declined`: for good, with no step left
    to its reporter; then `department` answers for it, at `office`, and `again_url` is where to report it again."""

    folio: str
    service: str
    service_key: str
    status: str
    final: bool
    late: bool
    opened_at: datetime
    closed_at: datetime | None
    timeline: Sequence[TimelineEntry]
    deadline: Deadline | None
    answers: Sequence[tuple[str, str]]
    photos: Sequence[Photo]
    before: Photo | None
    after: Photo | None
    place: Place | None
    zone: str
    precision: str
    demonstration: bool
    confidential: bool
    declined: bool
    department: str
    office: str
    again_url: str
    revision: int
    changed_at: datetime


def of(folio: str, *, proven: bool = False) -> Tracked | None:
    """The case of that folio (exactly as it was given out), or None. At most five queries; one more when
    `proven`, for what the city told its reporter."""
    found = public.by_folio_public(folio, own=proven)
    if found is None:
        return None
    tracked = _kept(found)
    return _with_words(tracked, found) if proven else tracked


def _kept(found: PublicCase) -> Tracked:
    """Clocks and photos of a case that did not change are kept for a minute."""
    case = found.case
    key = f"portal:{case.folio}:{case.revision}:{case.changed_at.timestamp()}:{get_language()}"
    return cache.get_or_set(key, lambda: _tracked(found), KEPT_SECONDS) or _tracked(found)


def _tracked(found: PublicCase) -> Tracked:
    case, language = found.case, get_language() or "es"
    files = evidence.attachments(case)
    shown = _shown_photos(found, files)
    before, after = _pair(files, shown)
    views = sla.clock_views(case)
    return Tracked(
        folio=case.folio,
        service=pick(found.compiled.spec.title, language),
        service_key=found.compiled.key,
        status=case.public_status,
        final=bool(case.final_kind),
        late=any(view.overdue for view in views),
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        timeline=[_entry(event, found, language) for event in reversed(found.events)],
        deadline=deadline(views),
        answers=_answers(found, language),
        photos=[photo for photo in shown if photo is not before],
        before=before,
        after=after,
        place=_place(found),
        zone=found.zone_name,
        precision=found.map,
        demonstration=case.demonstration,
        confidential=case.case_type.confidential,
        declined=_is_declined_for_good(found),
        department=_department(found, language),
        office=definitions.city().contact.get("office", ""),
        again_url=addresses.page(addresses.CATALOGUE)
        if case.case_type.confidential
        else addresses.service(found.compiled.key),
        revision=case.revision,
        changed_at=case.changed_at,
    )


def _is_declined_for_good(found: PublicCase) -> bool:
    case, steps = found.case, found.compiled.spec.transitions.values()
    return case.final_kind == "declined" and not any(
        "reporter" in step.by and case.state in step.sources for step in steps
    )


def _department(found: PublicCase, language: str) -> str:
    """Which department answers for the service; that of a confidential one is not named."""
    if found.case.case_type.confidential:
        return ""
    return pick(definitions.city().departments.get(found.compiled.spec.steward, {}), language)


def _entry(event: PublicEvent, found: PublicCase, language: str) -> TimelineEntry:
    """What the case became, who did which step: "Scheduled", "Control desk · Schedule"."""
    state = found.compiled.spec.states.get(event.state)
    became = pick(state.title, language) if state and event.kind == "transition" else ""
    step = pick(event.title, language) if became else ""
    return TimelineEntry(
        what=became or pick(event.title, language) or _happened(event),
        who=" · ".join(filter(None, [role_name(event.role).capitalize(), step])),
        when=event.at,
        status=event.public_status,
    )


def _happened(event: PublicEvent) -> str:
    """Events without a title of their own."""
    words = {
        "opened": _("The report was received"),
        "imported": _("The report came from an earlier system"),
    }
    return words.get(event.kind) or status_word(event.public_status)


def _answers(found: PublicCase, language: str) -> list[tuple[str, str]]:
    rows = [
        (pick(options.label, language) or key, type_of(options).display(value, options, language))
        for key, options, value in found.answers
        if not type_of(options).takes_files
    ]
    return [(label, value) for label, value in rows if value]


def _shown_photos(found: PublicCase, files: Sequence[Attachment]) -> list[Photo]:
    """Photos of the report that the definition makes public."""
    public_fields = {key for key in found.compiled.spec.public.show if key in found.compiled.file_fields}
    mine = [file for file in files if file.field in public_fields and not file.kind]
    return [photo for file in mine if (photo := _photo(file, _("Photo of the report")))]


def _pair(files: Sequence[Attachment], shown: Sequence[Photo]) -> tuple[Photo | None, Photo | None]:
    """Evidence before and after the work; the reporter's first photo stands in for a missing "before"."""
    proof = [file for file in files if file.kind and file.by_role != "reporter"]
    before = [file for file in proof if file.kind == BEFORE]
    after = [file for file in proof if file.kind != BEFORE]
    first = _photo(before[-1], _("Before the work")) if before else (shown[0] if shown and after else None)
    return first, _photo(after[-1], _("After the work")) if after else None


def _photo(file: Attachment, alt: str) -> Photo | None:
    copy = public_file(file)
    return Photo(url=copy.url, alt=alt, when=file.created_at, full_url=copy.url) if copy else None


def _place(found: PublicCase) -> Place | None:
    if found.latitude is None or found.longitude is None:
        return None
    title = found.zone_name or _("Place of the report")
    return Place(title, found.latitude, found.longitude, status=found.case.public_status)


def typed_place(case: Case, language: str) -> list[tuple[str, str]]:
    """(question, answer) of what its reporter wrote about where it is: the place and the other texts of its page.
    Nothing of a confidential case, whose answers lie sealed."""
    compiled = definitions.compiled(case.version_id)
    pages = (page.fields for page in compiled.spec.form.values() if compiled.location_field in page.fields)
    asked = {} if case.case_type.confidential else next(pages, {})
    return [
        (pick(options.label, language), type_of(options).display(case.answers[key], options, language))
        for key, options in asked.items()
        if case.answers.get(key) and not options.is_personal and options.type in TYPED
    ]


def expected(case: Case) -> ClockView | None:
    """The clock whose due date the citizen is told."""
    return sla.expected(sla.clock_views(case))


def deadline(views: Sequence[ClockView]) -> Deadline | None:
    """The expected date as a bar of real time, in hours; None when nothing is running."""
    view = sla.expected(views)
    if view is None or view.due_at is None:
        return None
    now = clock.now()
    hours = 3600
    paused = view.paused.total_seconds() / hours
    gone = (min(now, view.due_at) - view.started_at).total_seconds() / hours
    return Deadline(
        due=view.due_at,
        spent=max(gone - paused, 0),
        paused=paused,
        left=max((view.due_at - now).total_seconds() / hours, 0),
        over=max((now - view.due_at).total_seconds() / hours, 0) if view.overdue else 0,
        running=view.state == "running",
        moves=[_move(moved) for moved in view.moved if _has_moved(moved) or view.state == "paused"],
    )


def _has_moved(moved: Moved) -> bool:
    """Not so while the clock waits: that is told for as long as it does."""
    return bool(moved.before and moved.after and moved.before != moved.after)


def _move(moved: Moved) -> DeadlineMove:
    because = pick(moved.because, get_language() or "es")
    if moved.before and moved.after and _has_moved(moved):
        what = _("From %(before)s to %(after)s") % {
            "before": written_date(moved.before),
            "after": written_date(moved.after),
        }
    else:
        what = _("The clock was paused")
    return DeadlineMove(why=f"{what}: {because[:1].lower()}{because[1:]}" if because else what, when=moved.at)


def _with_words(tracked: Tracked, found: PublicCase) -> Tracked:
    """The reporter also reads what the city asked or answered them."""
    told = heard.by_event(found.case, found.compiled)
    entries = [
        replace(entry, why=told[event.at, event.name]) if (event.at, event.name) in told else entry
        for entry, event in zip(tracked.timeline, reversed(found.events), strict=True)
    ]
    return replace(tracked, timeline=entries)

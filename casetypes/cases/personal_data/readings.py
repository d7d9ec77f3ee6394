"""Who read personal data: one row and one audit leaf for each reading, at the moment in which data is really opened.

Rests on the Ley General de Protección de Datos Personales en Posesión de Sujetos Obligados (2025, Title Two, chapter
I): purpose and proportionality of each treatment, and the duty to prove them (see ARCHITECTURE.md, "Personal data").
The citizen is told when, by which role and for what; the person is known to the comptroller only. A leaf names ids,
role, purpose and questions, never a value, and no words that somebody wrote.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from casetypes.access.actors import Actor, Post
from casetypes.audit import rows
from casetypes.audit import services as audit
from casetypes.cases.models import Case, PersonalReading
from casetypes.cases.personal_data.reading_purposes import Stated
from casetypes.cases.roles import posts_for
from casetypes.definitions import selectors as definitions
from casetypes.kernel import clock

READERS = ("agent", "control_desk", "supervisor")
REASON_LENGTH = 300


def record(  # noqa: PLR0913  (all by name; who read what of which case, why and where)
    actor: Actor, case: Case, *, purpose: str, what: Iterable[str], door: str = "page", reason: str = ""
) -> PersonalReading | None:
    """Write that a member of staff reads these questions of a case, in the caller's transaction: one INSERT.

    `what` are keys of questions (or "phone", "email" of the reporter); nothing read, nothing written. `door`: page,
    original, api, export, message, search or form. None for a reporter (their own data) and for the system.
    """
    written = record_all(actor, {case: what}, purpose=purpose, door=door, reason=reason)
    return written[0] if written else None


def record_all(
    actor: Actor, read: Mapping[Case, Iterable[str]], *, purpose: str, door: str, reason: str = ""
) -> list[PersonalReading]:
    """The same for many cases at once, such as an export: one INSERT of rows, one of leaves."""
    if actor.kind != "staff":
        return []
    found = [
        _row(actor, case, sorted(set(what)), door, (purpose, reason)) for case, what in read.items() if what
    ]
    if found:
        with rows.together():
            rows.insert(*found)
            for row in found:
                _leaf(actor, row)
    return found


def record_original(actor: Actor, case: Case, *, purpose: Stated, field: str) -> PersonalReading:
    """That the original of a file is opened. Its leaf is the one of the chain of custody, which names the file."""
    row = _row(actor, case, [field], "original", (purpose.key, purpose.reason))
    rows.insert(row)
    return row


def of_case(case: Case) -> QuerySet[PersonalReading]:
    """Newest first."""
    return PersonalReading.objects.filter(case=case).order_by("-at", "-id")


@dataclass(frozen=True)
class Slice:
    """Some readings, and where the next ones begin ("" when there are none)."""

    rows: list[PersonalReading]
    after: str


def slice_of(readings: QuerySet[PersonalReading], after: str, size: int) -> Slice:
    """Newest first, behind the reading that `after` names ("moment~id"); what it cannot read is the beginning. Begins
    at its place in an index, however many are before it."""
    behind = _place(after)
    if behind is not None:
        at, key = behind
        readings = readings.filter(Q(at__lt=at) | Q(pk__lt=key), at__lte=at)
    rows = list(readings.order_by("-at", "-id")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return Slice(rows[:size], f"{last.at.isoformat()}~{last.pk}" if last else "")


def _place(after: str) -> tuple[datetime, int] | None:
    at, _sign, key = after.partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    fits = key.isascii() and key.isdigit() and len(key) < 19 and moment.tzinfo is not None
    return (moment, int(key)) if fits else None


def in_force(actor: Actor, case: Case) -> PersonalReading | None:
    """The reading because of which the page shows data to this person now, the latest one. One query."""
    if actor.user_id is None:
        return None
    opened = of_case(case).filter(user_id=actor.user_id, until__gt=clock.now())
    return opened.first()


def _row(actor: Actor, case: Case, what: Sequence[str], door: str, why: tuple[str, str]) -> PersonalReading:
    post, now = _post(actor, case), clock.now()
    stays = timedelta(minutes=settings.READING_MINUTES)
    row = PersonalReading(
        case=case, user_id=actor.person_id, role=post.role if post else "", at=now,
        desk=(post.desk or "") if post else "", purpose=why[0], reason=why[1].strip()[:REASON_LENGTH],
        what=list(what), door=door, until=now + stays if door == "page" else None,
        standing_in_for_id=post.standing_in_for if post else None,
    )  # fmt: skip
    row.after_closing = bool(
        case.closed_at and case.closed_at < now - timedelta(days=settings.READING_CLOSED_DAYS)
    )
    row.off_shift = _is_off_shift(row.desk or case.desk_id, now)
    return row


def _post(actor: Actor, case: Case) -> Post | None:
    """The post by which the data is read: one that reads personal data, else one at the case, else any; own posts
    before those held as a deputy."""

    def worth(post: Post) -> tuple[bool, bool]:
        return post.role not in READERS, post.standing_in_for is not None

    held = sorted(posts_for(actor, case), key=worth)
    return next(iter(held or actor.posts), None)


def _is_off_shift(desk: str, at: datetime) -> bool:
    """Whether the desk's shift (desks.yaml) is over; never where a desk has none."""
    spec = definitions.desks_spec().desks.get(desk)
    return bool(spec and spec.shift and not definitions.calendar(spec.shift.calendar).is_open(at))


def _leaf(actor: Actor, row: PersonalReading) -> None:
    audit.record(
        action="case.read_personal", actor=actor.label(row.role, row.standing_in_for_id),
        subject=f"case:{row.case.folio}",
        data={"desk": row.desk, "purpose": row.purpose, "what": row.what, "door": row.door},
    )  # fmt: skip

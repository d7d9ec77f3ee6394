"""Every reading of personal data, for the comptroller and the administrator: who read how much, and what stands out.

Readings of confidential cases are known to the named readers of their service only, like the cases themselves.
What stands out is a question to ask, never a verdict.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.access.models import User
from casetypes.access.policies import needs_right, rule
from casetypes.audit import services as audit
from casetypes.cases import confidentiality
from casetypes.cases.models import CaseEvent, PersonalReading

CLOSED, OFF_SHIFT, NEVER_WORKED, MANY = "after_closing", "off_shift", "never_worked", "many"
REMARKS = (MANY, NEVER_WORKED, CLOSED, OFF_SHIFT)
MOST = 20
COUNTED_DAYS = 366  # of a longer period nobody waits for who read most: a million readings took two seconds

rule("reading.review")(needs_right("audit"))


@dataclass(frozen=True)
class Wanted:
    """Which readings: from one day to another (both in it, as the city counts days), and what else is asked for.

    `person`: part of a user name or name; `folio` exactly; `remark` one of REMARKS; "" asks nothing.
    """

    begins_on: date
    ends_on: date
    person: str = ""
    purpose: str = ""
    folio: str = ""
    remark: str = ""


@dataclass(frozen=True)
class PersonFigures:
    """How much one person read: readings, the most of one day, after closing and out of shift."""

    person: User
    readings: int
    most: int
    after_closing: int
    off_shift: int

    @property
    def many(self) -> bool:
        return self.most >= settings.READING_MANY


def readings(actor: Actor, wanted: Wanted) -> QuerySet[PersonalReading]:
    """To be narrowed and put in order. Raises NotAllowed."""
    policies.require(actor, "reading.review")
    rows = _known_to(actor).filter(at__gte=_begin(wanted.begins_on), at__lt=_begin(_next(wanted.ends_on)))
    if wanted.person:
        rows = rows.filter(user__in=_people(wanted.person))
    if wanted.purpose:
        rows = rows.filter(purpose=wanted.purpose)
    if wanted.folio:
        rows = rows.filter(case__folio=wanted.folio)
    return _standing_out(rows, wanted.remark)


def people(actor: Actor, wanted: Wanted) -> list[PersonFigures]:
    """Who read most of what is wanted, at most MOST; nobody of a period longer than COUNTED_DAYS. Two queries however
    much was read."""
    if (wanted.ends_on - wanted.begins_on).days > COUNTED_DAYS:
        return []
    days = (
        readings(actor, wanted).order_by().values("user", day=TruncDate("at", tzinfo=timezone.get_default_timezone()))
        .annotate(
            read=Count("pk"), after=Count("pk", filter=Q(after_closing=True)), off=Count("pk", filter=Q(off_shift=True))
        )
    )  # fmt: skip
    found = _of_days(days)
    known = User.objects.in_bulk([row[0] for row in found])
    return [PersonFigures(known[row[0]], *map(int, row[1:])) for row in found]


def never_worked(rows: Iterable[PersonalReading]) -> frozenset[int]:
    """Of these readings (ids), those whose reader never did anything in the case until now. One query."""
    read = list(rows)
    if not read:
        return frozenset()
    worked = set(
        CaseEvent.objects.filter(
            case__in={row.case_id for row in read}, user__in={row.user_id for row in read}
        )
        .values_list("case_id", "user_id")
        .distinct()
    )
    return frozenset(row.pk for row in read if (row.case_id, row.user_id) not in worked)


def remarks(row: PersonalReading, unworked: Collection[int]) -> tuple[str, ...]:
    """What stands out about one reading."""
    found = {CLOSED: row.after_closing, OFF_SHIFT: row.off_shift, NEVER_WORKED: row.pk in unworked}
    return tuple(remark for remark in REMARKS if found.get(remark))


def record_export(actor: Actor, wanted: Wanted) -> None:
    """The list leaves the house as a file: that is on the record too."""
    audit.record(
        action="reading.export", actor=actor.label(actor.role_with("audit")), subject="readings",
        data={"from": wanted.begins_on, "to": wanted.ends_on, "purpose": wanted.purpose, "remark": wanted.remark},
    )  # fmt: skip


def _known_to(actor: Actor) -> QuerySet[PersonalReading]:
    hidden = confidentiality.hidden_from(actor)
    return (
        PersonalReading.objects.exclude(case__case_type__in=hidden)
        if hidden
        else PersonalReading.objects.all()
    )


def _people(text: str) -> QuerySet[User, int]:
    named = Q(username__icontains=text) | Q(full_name__icontains=text)
    return User.objects.filter(named).values_list("pk", flat=True)


def _standing_out(rows: QuerySet[PersonalReading], remark: str) -> QuerySet[PersonalReading]:
    if remark == NEVER_WORKED:
        return rows.filter(~Exists(CaseEvent.objects.filter(case=OuterRef("case"), user=OuterRef("user"))))
    if remark == MANY:
        return rows.filter(user__in=_reading_many(rows))
    if remark in {CLOSED, OFF_SHIFT}:
        return rows.filter(Q(after_closing=True) | Q(off_shift=True), **{remark: True})
    return rows


def _reading_many(rows: QuerySet[PersonalReading]) -> QuerySet[PersonalReading, Any]:
    """People with a day of READING_MANY readings or more among these."""
    days = rows.order_by().values("user", day=TruncDate("at", tzinfo=timezone.get_default_timezone()))
    return days.annotate(read=Count("pk")).filter(read__gte=settings.READING_MANY).values("user")


def _of_days(days: QuerySet[PersonalReading, Any]) -> list[tuple[Any, ...]]:
    """(user, readings, the most of a day, after closing, out of shift) of who read most, from rows of user and day."""
    sql, values = days.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "user", sum(read), max(read), sum(after), sum(off) FROM ({sql}) AS days'
            " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %s",
            [*values, MOST],
        )
        return cursor.fetchall()


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()), timezone.get_default_timezone())


def _next(day: date) -> date:
    return day + timedelta(days=1)

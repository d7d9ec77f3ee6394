"""Open sessions of members of staff: one row per browser, how long they last, and how they end.

The Django session carries a mark of its row, so that a request needs no query of its own: when it began, when it was
last seen (written once a minute), whether the second factor was given, and the revision of the person's posts.
Ending one session removes the Django session behind it; `end_all` gives the person another stamp, which no session
of theirs survives, wherever it is kept.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, Literal

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import F

from casetypes.access.actors import Actor
from casetypes.access.models import StaffSession, User, new_stamp
from casetypes.access.posts import today
from casetypes.audit import services as audit
from casetypes.kernel import clock

MARK = "_auth_user_mark"  # its name in the Django session, among what belongs to the staff
SEEN_EVERY = timedelta(minutes=1)
KEPT = timedelta(days=90)  # how long a session that ended stays on record
Because = Literal[
    "signed_out", "by_person", "everywhere", "password", "second_factor", "left", "administrator", "idle", "too_long",
    "provider",
]  # fmt: skip


def begin(
    session: SessionBase, user: User, *, means: str, browser: str = "", network: str = ""
) -> StaffSession:
    """After Django signed the person in: the row, and the mark that leads to it."""
    if mark_of(session):  # signed in once more in the same session: that is another one
        StaffSession.objects.filter(pk=row_of(session)).update(
            key=None, ended_at=clock.now(), ended_because="signed_out"
        )
        session.cycle_key()
    if not session.session_key:
        session.save()
    row = StaffSession.objects.create(
        user=user, key=session.session_key, means=means, browser=browser[:300], network=network
    )
    moment = clock.now().timestamp()
    session[MARK] = {
        "row": row.pk,
        "began": moment,
        "seen": moment,
        "proven": moment,
        "second": False,
        "rights": user.rights_revision,
        "day": today().isoformat(),
    }
    return row


def mark_of(session: SessionBase) -> dict[str, Any]:
    """The mark; empty for a session nobody of the staff signed in with."""
    return session.get(MARK) or {}


def row_of(session: SessionBase) -> int:
    """The key of the session's row; 0 for a session without one."""
    return int(mark_of(session).get("row", 0))


def follow(session: SessionBase, user: User) -> Because | None:
    """At each request: None while the session may go on, or why it ended by itself.

    Writes when it was seen (at most once a minute) and gives it another key after the person's posts changed.
    """
    mark, moment = mark_of(session), clock.now()
    late = _too_late(mark, moment)
    if late:
        return late
    if mark["rights"] != user.rights_revision:
        mark["rights"] = user.rights_revision
        renew(session)
    if moment - _moment(mark["seen"]) >= SEEN_EVERY:
        mark["seen"] = moment.timestamp()
        session.modified = True
        StaffSession.objects.filter(pk=mark["row"]).update(seen_at=moment)
    return None


def sees_a_new_day(session: SessionBase) -> bool:
    """Whether this is the first request of the session on this day of the city: posts and absences may have begun or
    ended with it. True once."""
    mark, day = mark_of(session), today().isoformat()
    if mark.get("day") == day:
        return False
    mark["day"] = day
    session.modified = True
    return True


def _too_late(mark: dict[str, Any], moment: datetime) -> Because | None:
    if moment - _moment(mark["seen"]) > timedelta(minutes=settings.SESSION_IDLE_MINUTES):
        return "idle"
    if moment - _moment(mark["began"]) > timedelta(hours=settings.SESSION_HOURS):
        return "too_long"
    return None


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=clock.now().tzinfo)


def renew(session: SessionBase) -> None:
    """Another key for the same session: whoever was handed the old one holds nothing."""
    session.cycle_key()
    StaffSession.objects.filter(pk=row_of(session)).update(key=session.session_key)


def second_factor_given(session: SessionBase, means: str = "") -> None:
    """The person proved the second factor, by `means` ("password+app"); the session gets another key."""
    session[MARK] = {**mark_of(session), "second": True}
    proven_again(session)
    if means:
        StaffSession.objects.filter(pk=row_of(session)).update(means=means)


def proven_again(session: SessionBase) -> None:
    """The person at this browser showed once more who they are; the session gets another key."""
    session[MARK] = {**mark_of(session), "proven": clock.now().timestamp()}
    renew(session)


def has_second_factor(session: SessionBase) -> bool:
    return bool(mark_of(session).get("second"))


def proven_within(session: SessionBase, patience: timedelta) -> bool:
    """Whether the person showed that recently who they are."""
    proven = mark_of(session).get("proven", 0.0)
    return clock.now() - _moment(proven) <= patience


def open_of(user: User) -> Sequence[StaffSession]:
    """The person's open sessions, the one seen last first. One query."""
    oldest, idle = _oldest()
    rows = StaffSession.objects.filter(user=user, ended_at=None, began_at__gte=oldest, seen_at__gte=idle)
    return list(rows.order_by("-seen_at", "-pk"))


def _oldest() -> tuple[datetime, datetime]:
    """Before these no session that is still good began, or was seen."""
    moment = clock.now()
    idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES) + SEEN_EVERY
    return moment - timedelta(hours=settings.SESSION_HOURS), moment - idle


@transaction.atomic
def end(row: StaffSession, *, actor: Actor, because: Because) -> None:
    """End one session at once. Ending one that ended already does nothing."""
    key = row.key
    ended = StaffSession.objects.filter(pk=row.pk, ended_at=None).update(
        key=None, ended_at=clock.now(), ended_because=because
    )
    if not ended:
        return
    if key:
        _store()(key).delete()
    _record("session.end", row.user_id, actor, {"session": row.pk, "because": because})


@transaction.atomic
def end_all(user: User, *, actor: Actor, because: Because, keep: SessionBase | None = None) -> int:
    """End every session of a person at once, but `keep` (the one in which they ask); returns how many were open."""
    user.session_stamp = new_stamp()
    user.save(update_fields=["session_stamp"])
    rows = StaffSession.objects.filter(user=user, ended_at=None)
    if keep is not None:
        keep[HASH_SESSION_KEY] = user.get_session_auth_hash()
        renew(keep)
        rows = rows.exclude(pk=row_of(keep))
    open_ones = list(rows.values_list("pk", "key"))
    rows.update(key=None, ended_at=clock.now(), ended_because=because)
    for _, key in open_ones:
        if key:
            _store()(key).delete()
    ended = [pk for pk, _ in open_ones]
    _record("session.end_all", user.pk, actor, {"because": because, "sessions": ended})
    return len(ended)


def rights_changed(*user_ids: int) -> None:
    """The posts of these people are others now: their sessions get other keys at the next request."""
    User.objects.filter(pk__in=user_ids).update(rights_revision=F("rights_revision") + 1)


def forget_old() -> int:
    """Close rows whose time is over and forget those that ended long ago; returns how many rows it touched."""
    oldest, idle = _oldest()
    still_open = StaffSession.objects.filter(ended_at=None)
    closed = still_open.filter(began_at__lt=oldest).update(
        key=None, ended_at=clock.now(), ended_because="too_long"
    ) + still_open.filter(seen_at__lt=idle).update(key=None, ended_at=clock.now(), ended_because="idle")
    return closed + StaffSession.objects.filter(ended_at__lt=clock.now() - KEPT).delete()[0]


def _store() -> type[SessionBase]:
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    return store


def _record(action: str, user_id: int, actor: Actor, data: dict[str, object]) -> None:
    audit.record(action=action, actor=actor.label(), subject=f"user:{user_id}", data=data)

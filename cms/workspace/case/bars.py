"""A clock drawn as a bar: how much of its time is spent, paused and left, when it is due and why that moved."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from casetypes.kernel.text import pick
from casetypes.sla.models import SlaClock
from casetypes.sla.selectors import ClockView, Left, Moved
from cms.components.words import written_date
from cms.pages import spans
from cms.workspace.words import amount_words

SOON = 0.75


@dataclass(frozen=True)
class Move:
    at: datetime
    words: str


@dataclass(frozen=True)
class Bar:
    """Shares are whole percents of the bar; `kind`: ok, soon, late, paused, met, missed."""

    title: str
    kind: str
    words: str
    due: str
    budget: str
    calendar: str
    spent: int
    paused: str
    fell_back: bool
    moves: tuple[Move, ...]


def bar_of(view: ClockView) -> Bar:
    spent = round(view.spent * 100)
    kind = _kind(view)
    return Bar(
        title=_title(view), kind=kind, words=_words(view, kind), due=written_date(view.due_at),
        budget=spans.words(view.budget), calendar=view.calendar, spent=min(100, spent),
        paused=amount_words(view.paused) if view.paused > timedelta(minutes=1) else "",
        fell_back=view.fell_back, moves=tuple(_move(each) for each in view.moved),
    )  # fmt: skip


def _title(view: ClockView) -> str:
    title = pick(view.title, get_language() or "es")
    return f"{title} ({view.run})" if view.run > 1 else title


def _kind(view: ClockView) -> str:
    if view.state == SlaClock.STOPPED:
        return "missed" if view.met is False else "met"
    if view.state == SlaClock.PAUSED:
        return "paused"
    return "late" if view.overdue else "soon" if view.spent >= SOON else "ok"


def _words(view: ClockView, kind: str) -> str:
    if kind == "met":
        return _("met on %(day)s") % {"day": written_date(view.stopped_at)}
    if kind == "missed":
        return _("missed; ended on %(day)s") % {"day": written_date(view.stopped_at)}
    if kind == "paused":
        return _("paused: it waits for somebody else")
    return _left_words(view.left) if view.left else ""


def _left_words(left: Left) -> str:
    """ "2 working days left", "20 working days late"; less than a working day in hours."""
    if left.unit == "working_days" and left.amount:
        one, many = ("%(count)d working day late", "%(count)d working days late")
        if not left.late:
            one, many = ("%(count)d working day left", "%(count)d working days left")
        return ngettext(one, many, left.amount) % {"count": left.amount}
    amount = amount_words(timedelta(minutes=left.minutes if left.unit == "working_days" else left.amount))
    if left.unit == "minutes":
        return (_("%(amount)s late") if left.late else _("%(amount)s left")) % {"amount": amount}
    words = _("%(amount)s of working time late") if left.late else _("%(amount)s of working time left")
    return words % {"amount": amount}


def _move(moved: Moved) -> Move:
    because = pick(moved.because, get_language() or "es")
    fixed = {"paused": _("It was paused."), "resumed": _("It went on.")}
    words = because or fixed.get(moved.kind, _("It was worked out again."))
    if moved.before and moved.after and moved.before != moved.after:
        dates = {"before": written_date(moved.before), "after": written_date(moved.after)}
        words = f"{words} " + _("From %(before)s to %(after)s.") % dates
    return Move(moved.at, words)

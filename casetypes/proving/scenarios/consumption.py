"""How a clock stands at a moment, and how much of its budget is used, in the unit in which it was asked."""

from datetime import datetime

from casetypes.kernel.business_time import Span, SpanKind
from casetypes.sla.models import SlaClock
from casetypes.sla.reckoning import calendar_of, pauses_of, share_used

DAYS = {SpanKind.WORKING_DAYS, SpanKind.CALENDAR_DAYS, SpanKind.MONTHS}
NEAR = 0.51  # half a minute, half a per cent: what a person does not write
NEAR_DAYS = 0.005


def states(run: SlaClock, now: datetime) -> tuple[str, ...]:
    """Every word that says how it stands, the most telling one last."""
    if run.state == SlaClock.STOPPED:
        return ("stopped", "met" if run.met else "missed")
    if run.state == SlaClock.RUNNING and run.due_at is not None and run.due_at < now:
        return ("running", "overdue")
    return (str(run.state),)


def is_used(run: SlaClock, wanted: str, now: datetime) -> bool:
    """`wanted` is a share ("40%") or a length of time ("3 working hours")."""
    if wanted.endswith("%"):
        return abs(share_used(run, now) * 100 - float(wanted.rstrip("%"))) < NEAR
    span = Span.parse(wanted)
    near = NEAR_DAYS if span.kind in DAYS else NEAR
    return abs(_amount(run, span, now) - _nominal(span)) < near


def used(run: SlaClock, wanted: str, now: datetime) -> str:
    """What is used, written as `wanted` is."""
    if wanted.endswith("%"):
        return f"{share_used(run, now) * 100:.0f}%"
    span = Span.parse(wanted)
    per_unit = _nominal(span) / span.amount if span.amount else 1
    working = "working " if span.working else ""
    return f"{round(_amount(run, span, now) / per_unit, 2):g} {working}{span.unit}s"


def _amount(run: SlaClock, span: Span, now: datetime) -> float:
    """Minutes, or days for a span in days or months."""
    until = min(now, run.stopped_at or now)
    return calendar_of(run).consumed(run.started_at, until, span.kind, pauses_of(run))


def _nominal(span: Span) -> float:
    return span.days + span.months * 30 if span.kind in DAYS else span.minutes

"""A value in words, the same on the page, in the PDF and in every table."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from casetypes.kernel import clock
from casetypes.kernel.text import pick
from reports import metrics
from reports.city import COMMA_DECIMALS
from reports.counting.figures import SMALLEST_CELL, Figures, Group
from reports.metrics.metric import Metric
from reports.metrics.value import NO_ANSWERS, NO_CASES, NOT_RECORDED, SUPPRESSED, Value
from reports.wording import Wording
from reports.words import labels

STRETCHES = 4


@dataclass(frozen=True)
class Shown:
    """A figure as printed: `note` says on how many cases it rests, and for how many it was never recorded."""

    key: str
    title: str
    value: str
    recorded: bool
    note: str
    method: str
    formula: str
    source: str
    target: str = ""
    change: str = ""
    better: bool | None = None
    direction: str = ""


def wording(figures: Figures) -> Wording:
    return Wording(figures.locale in COMMA_DECIMALS)


def words(metric: Metric, value: Value, how: Wording) -> str:
    """The amount with its unit, or why there is none."""
    if value.amount is not None:
        return metric.words(value.amount, how)
    return reason(value.reason)


def reason(key: str) -> str:
    """Why there is no amount."""
    names = {
        NOT_RECORDED: _("Not recorded"), NO_CASES: _("No cases"), NO_ANSWERS: _("No answers"),
        SUPPRESSED: f"<{SMALLEST_CELL}",
    }  # fmt: skip
    return names.get(key, "–")


def name_of(group: Group, language: str) -> str:
    return pick(group.name, language) or group.key


def cell(group: Group, key: str, how: Wording) -> str:
    """One cell of a table; of a suppressed zone only “<3” received is said."""
    if group.suppressed:
        return f"<{SMALLEST_CELL}" if key == "received" else "–"
    value = group.values.get(key)
    return words(metrics.BY_KEY[key], value, how) if value else "–"


def shown(figures: Figures, key: str) -> Shown:
    """A metric of the whole period, ready to print in the active language."""
    metric, how = metrics.BY_KEY[key], wording(figures)
    value = figures.total.values[key]
    change, better, direction = _change(figures, metric, value, how)
    return Shown(
        key=key, title=str(metric.title), value=words(metric, value, how), recorded=value.amount is not None,
        note=base(value, how, metric), method=str(metric.method), formula=metric.formula, source=metric.source,
        target=target(figures, metric), change=change, better=better, direction=direction,
    )  # fmt: skip


def base(value: Value, how: Wording, metric: Metric) -> str:
    """“on 7,151 cases; not recorded for 12,300”; counts need none."""
    parts = []
    if value.amount is not None and metric.unit != "count":
        parts.append(_("On %(count)s cases") % {"count": how.count(value.n)})
    if value.missing:
        parts.append(_("Not recorded for %(count)s cases") % {"count": how.count(value.missing)})
    return "; ".join(parts)


def last_day(figures: Figures) -> date:
    """The last day the figures cover, in the city's time."""
    moment = datetime.fromisoformat(figures.as_of) - timedelta(microseconds=1)
    return clock.local(moment, figures.time_zone).date()


def recorded_days(figures: Figures) -> str:
    """“1 to 7 January 2021; 15 to 21 June 2021” where an older system's history holds only those days, else ""."""
    spans = [tuple(date.fromisoformat(day) for day in span) for span in figures.recorded]
    if len(spans) > STRETCHES:
        days = sum((last - first).days + 1 for first, last in spans)
        return _("%(days)s days between %(first)s and %(last)s") % {
            "days": days, "first": labels.day(spans[0][0]), "last": labels.day(spans[-1][1]),
        }  # fmt: skip
    return "; ".join(labels.days(first, last) for first, last in spans)


def target(figures: Figures, metric: Metric) -> str:
    """The city's target and where it started, as it wrote them."""
    wanted, began = figures.targets.get(metric.target, ("", "")) if metric.target else ("", "")
    parts = []
    if wanted:
        parts.append(_("Target: %(amount)s") % {"amount": spoken(wanted)})
    if began:
        parts.append(_("baseline: %(amount)s") % {"amount": spoken(began)})
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def spoken(amount: str) -> str:
    """“8 hours” of a definition in the active language; percentages get their space."""
    number, _space, unit = amount.partition(" ")
    units = {
        "hours": _("hours"), "hour": _("hour"), "days": _("days"), "day": _("day"), "minutes": _("minutes"),
        "working": _("working"),
    }  # fmt: skip
    if number.endswith("%"):
        return f"{number[:-1]} %"
    return " ".join([number, *(units.get(word, word) for word in unit.split())]).strip()


def percent_of(amount: str) -> float | None:
    """“90%” as 0.9; None when it is no percentage."""
    return float(amount[:-1]) / 100 if amount.endswith("%") else None


def _change(figures: Figures, metric: Metric, value: Value, how: Wording) -> tuple[str, bool | None, str]:
    """Compared with the period before: words, whether it is better (None: neither), and up, down or same.

    A period that still runs is not compared, it would always look small; nor one of which only some days are on
    record.
    """
    before = figures.previous.amount(metric.key) if figures.previous else None
    previous = figures.when.previous
    if before is None or value.amount is None or previous is None or figures.as_of < figures.end:
        return "", None, ""
    if figures.recorded:
        return "", None, ""
    now, then = metric.words(value.amount, how), metric.words(before, how)
    direction = "same" if now == then else "up" if value.amount > before else "down"
    better = None if metric.rises is None or direction == "same" else (direction == "up") == metric.rises
    text = _("%(period)s: %(amount)s") % {"period": previous.short, "amount": then}
    return text, better, direction

"""The drawings of a period's figures, the same for the page and the PDF: figures in, charts out."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from reports import metrics
from reports.counting.figures import Figures, Group
from reports.drawings import compared, places
from reports.metrics.backlog import AGES
from reports.svg.bars import bars, stacked
from reports.svg.chart import Caption, Chart, Item, Reference, Series
from reports.svg.columns import columns
from reports.svg.heat import heat
from reports.svg.line import line
from reports.wording import Wording
from reports.words import display, labels

SERVICES = 14


def all_charts(figures: Figures, language: str) -> list[Chart]:
    """Every chart that says something of these figures, in reading order; about four queries (for the maps)."""
    how = display.wording(figures)
    drawn: list[Chart | None] = [
        received(figures, how), outcomes_by_service(figures, how, language), deadlines(figures, how),
        waiting(figures, how), *compared.all_charts(figures, how, language),
        *places.all_charts(figures, how, language), season(figures, how), hours(figures, how),
        ages(figures, how), channels(figures, how),
    ]  # fmt: skip
    return [chart for chart in drawn if chart is not None]


def received(figures: Figures, how: Wording) -> Chart | None:
    """Cases received per month, by what became of them."""
    if not figures.months:
        return None
    series = [Series(name, tuple(float(part(one)) for one in figures.months)) for name, part in _parts()]
    caption = Caption(
        "received", _("Cases received, and what became of them"),
        _("One column per month; the layers are the state of the cases today."), _("Month"),
    )  # fmt: skip
    return _long_labels(columns(caption, _months(figures), series, fmt=how.count), figures)


def _parts() -> list[tuple[str, Callable[[Group], int]]]:
    """Attended, still open, and everything else: three layers that add up to what was received."""
    rest = ("declined", "duplicate", "withdrawn", "referred_out")
    return [
        (labels.outcome("done"), lambda one: one.outcomes.get("done", 0)),
        (labels.outcome("open"), lambda one: one.outcomes.get("open", 0)),
        (_("Declined, duplicate, withdrawn"), lambda one: sum(one.outcomes.get(key, 0) for key in rest)),
    ]


def outcomes_by_service(figures: Figures, how: Wording, language: str) -> Chart | None:
    """One bar per service, when there is more than one."""
    shown = [one for one in figures.services if one.amount("received")]
    if len(shown) < 2:
        return None
    series = [Series(name, tuple(float(part(one)) for one in shown)) for name, part in _parts()]
    caption = Caption(
        "services", _("By service"), _("Cases received per service and what became of them."), _("Service")
    )
    names = [display.name_of(one, language) for one in shown]
    return stacked(caption, names, series, fmt=how.count, limit=SERVICES)


def deadlines(figures: Figures, how: Wording) -> Chart | None:
    """The share of deadlines kept, per month, with the city's target."""
    if not figures.months:
        return None
    wanted, began = figures.targets.get("sla", ("", ""))
    levels = [(_("Target"), wanted), (_("Baseline"), began)]
    known = [(name, display.percent_of(amount)) for name, amount in levels if amount]
    references = [Reference(name, level) for name, level in known if level is not None]
    caption = Caption(
        "deadlines", str(metrics.BY_KEY["sla"].title),
        _("Share of the deadlines of each month's cases that were kept."), _("Month"), _nothing(figures, "sla"),
    )  # fmt: skip
    series = [Series(_("Kept"), tuple(one.amount("sla") for one in figures.months))]
    drawn = line(caption, _months(figures), series, fmt=how.share, references=references, ceiling=1)
    return _long_labels(drawn, figures)


def waiting(figures: Figures, how: Wording) -> Chart | None:
    """Median days to first response and to resolution, per month."""
    if not figures.months:
        return None
    caption = Caption(
        "waiting", _("Days until first response and resolution"),
        _("Median of the cases received in each month, in days of 24 hours."), _("Month"),
        _nothing(figures, "resolution"),
    )  # fmt: skip
    series = [
        Series(name, tuple(_days(one.amount(key)) for one in figures.months))
        for name, key in ((_("First response"), "first_response"), (_("Resolution"), "resolution"))
    ]
    return _long_labels(line(caption, _months(figures), series, fmt=how.number), figures)


def _days(hours: float | None) -> float | None:
    return None if hours is None else round(hours / 24, 1)


def hours(figures: Figures, how: Wording) -> Chart | None:
    """When people report; left out when the time of day was never recorded."""
    if not any(map(sum, figures.hours)):
        return None
    description = _("Cases received by weekday and hour of the day, in the city's time.")
    if figures.hours_missing:
        missing = how.count(figures.hours_missing)
        description += " " + _("The time of day was not recorded for %(count)s cases.") % {"count": missing}
    caption = Caption("hours", _("When people report"), description, _("Weekday"))
    names = [f"{hour}" for hour in range(24)]
    return heat(caption, labels.weekdays(), names, figures.hours, fmt=how.count)


def season(figures: Figures, how: Wording) -> Chart | None:
    """Every month on record, year by year; months before and after what was recorded are gaps."""
    on_record = figures.season
    if len({month[:4] for month in on_record}) < 2:
        return None
    years = range(int(max(on_record)[:4]), int(min(on_record)[:4]) - 1, -1)
    values = [[on_record.get(f"{year}-{month:02d}") for month in range(1, 13)] for year in years]
    caption = Caption(
        "season", _("Season: cases per month, year by year"),
        _("All cases on record up to the end of the period, by month of receipt."), _("Year"),
    )  # fmt: skip
    return heat(caption, [str(year) for year in years], labels.months(), values, fmt=how.count)


def ages(figures: Figures, how: Wording) -> Chart | None:
    """How long the open cases have been open."""
    if not figures.ages:
        return None
    caption = Caption(
        "ages",
        _("Open cases by age"),
        _("Cases open at the end of the period, by days since receipt."),
        _("Age"),
        _nothing(figures, "backlog"),
    )
    counted = [(key, figures.ages[key]) for key in AGES if key in figures.ages]
    items = [Item(labels.age(key), None if count is None else float(count)) for key, count in counted]
    return bars(caption, items, fmt=how.count, value_header=_("Open cases"))


def channels(figures: Figures, how: Wording) -> Chart | None:
    """By which way the cases came in, when there is more than one."""
    if len(figures.channels) < 2:
        return None
    caption = Caption("channels", _("How cases came in"), _("Cases received by channel."), _("Channel"))
    most_first = sorted(figures.channels.items(), key=lambda one: (-one[1], one[0]))
    items = [Item(labels.channel(key), float(count)) for key, count in most_first]
    return bars(caption, items, fmt=how.count, value_header=_("Cases received"))


def _months(figures: Figures) -> list[str]:
    years = {one.key[:4] for one in figures.months}
    return [labels.bucket(one.key, with_year=len(years) > 1) for one in figures.months]


def _long_labels(chart: Chart, figures: Figures) -> Chart:
    """The table spells out the months that the axis abbreviates."""
    names = [labels.bucket_long(one.key) for one in figures.months]
    return chart.relabelled(names)


def _nothing(figures: Figures, key: str) -> str:
    value = figures.total.values[key]
    return display.reason(value.reason) if value.amount is None else ""


def by_key(charts: Sequence[Chart]) -> dict[str, Chart]:
    return {chart.key: chart for chart in charts}

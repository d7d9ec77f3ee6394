"""The drawings that compare services: which take longest, which miss their deadlines; the worst comes first."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.counting.figures import Figures, Group
from reports.svg.bars import bars
from reports.svg.chart import Caption, Chart, Item
from reports.wording import Wording
from reports.words import display

ENOUGH = 10  # cases behind a value that is compared
SHOWN = 12


def judged(groups: Sequence[Group], key: str) -> list[tuple[Group, float]]:
    """The groups whose value rests on enough cases, with it."""
    return [
        (one, value.amount)
        for one in groups
        if (value := one.values.get(key)) and value.amount is not None and value.n >= ENOUGH
    ]


def all_charts(figures: Figures, how: Wording, language: str) -> list[Chart | None]:
    return [slowest(figures, how, language), late(figures, how, language)]


def slowest(figures: Figures, how: Wording, language: str) -> Chart | None:
    """Median time to resolution per service, longest first."""
    known = sorted(judged(figures.services, "resolution"), key=lambda pair: -pair[1])
    if len(known) < 2:
        return None
    caption = Caption(
        "slowest", _("Slowest services"),
        _("Median time to resolution, longest first; services with at least %(count)s cases closed as done.")
        % {"count": ENOUGH}, _("Service"),
    )  # fmt: skip
    items = [Item(display.name_of(one, language), hours) for one, hours in known]
    return bars(caption, items, fmt=how.hours, limit=SHOWN, value_header=_("Median"), additive=False)


def late(figures: Figures, how: Wording, language: str) -> Chart | None:
    """Share of missed deadlines per service, most first."""
    known = sorted(judged(figures.services, "sla"), key=lambda pair: pair[1])
    if len(known) < 2:
        return None
    caption = Caption(
        "late", _("Missed deadlines by service"),
        _("Share of the decided deadlines that were not kept, most first; services with at least %(count)s.")
        % {"count": ENOUGH}, _("Service"),
    )  # fmt: skip
    items = [Item(display.name_of(one, language), 1 - share) for one, share in known]
    return bars(caption, items, fmt=how.share, limit=SHOWN, value_header=_("Share missed"), additive=False)

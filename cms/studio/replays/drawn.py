"""The small drawings of a result: what differs how often, and how many cases are late."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from casetypes.proving.replay.words import Words
from cms.studio.replays import told
from reports.svg.bars import bars
from reports.svg.chart import Caption, Chart, Item


def charts(summary: Mapping[str, Any], words: Words) -> list[Chart]:
    """None of them when nothing differs and no clock ran."""
    return [*_kinds(summary), *_late(summary, words)]


def _kinds(summary: Mapping[str, Any]) -> list[Chart]:
    if not summary["kinds"]:
        return []
    caption = Caption(
        "replay-kinds", _("What would differ"), _("Cases by what the draft changes for them."), _("What")
    )
    items = [Item(words, float(count)) for _kind, words, count in told.kinds(summary)]
    return [bars(caption, items, fmt=_count, value_header=_("Cases"), additive=False)]


def _late(summary: Mapping[str, Any], words: Words) -> list[Chart]:
    every = told.clocks(summary, words)
    clocks = [(key, sums) for key, sums in every if sums["late"] or sums["would_be_late"]]
    if not clocks:
        return []
    caption = Caption("replay-late", _("Late cases"), _("As it was, and with the draft."), _("Deadline"))
    items = []
    for key, sums in clocks:
        items.append(Item(_("%(clock)s, as it was") % {"clock": words.clock(key)}, float(sums["late"])))
        items.append(
            Item(_("%(clock)s, with the draft") % {"clock": words.clock(key)}, float(sums["would_be_late"]))
        )
    return [bars(caption, items, fmt=_count, value_header=_("Cases"), additive=False)]


def _count(value: float) -> str:
    return number_format(round(value), force_grouping=True)

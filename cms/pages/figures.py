"""The three figures of the front page: plain counts of the last thirty days, with their method."""

from django.core.cache import cache
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cms.components.shapes import Figure
from reports.counting.lately import Lately, lately

KEPT_SECONDS = 300


def teaser() -> list[Figure]:
    """Received, resolved and open; nothing when no case was ever received. Kept for five minutes. Each
    says when generated cases are counted."""
    counts: Lately = cache.get_or_set("pages:lately", lately, KEPT_SECONDS) or lately()
    if not counts.ever:
        return []
    return [
        Figure(
            label=_("Received in the last 30 days"),
            value=number_format(counts.received, use_l10n=True, force_grouping=True),
            method=_("Reports by any channel whose folio was given out in the last 30 days."),
            demonstration=counts.demonstration,
        ),
        Figure(
            label=_("Resolved in the last 30 days"),
            value=number_format(counts.resolved, use_l10n=True, force_grouping=True),
            method=_(
                "Cases closed as done in that time. Referred, declined and duplicate ones do not count."
            ),
            demonstration=counts.demonstration,
        ),
        Figure(
            label=_("Open now"),
            value=number_format(counts.open, use_l10n=True, force_grouping=True),
            method=_("Cases that have not reached a final state, referred ones included."),
            demonstration=counts.demonstration,
        ),
    ]

"""The three figures of the front page: plain counts of the last thirty days, with their method."""

from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from casetypes.cases.models import Case
from casetypes.kernel import clock
from cms.components.shapes import Figure

DAYS = 30
KEPT_SECONDS = 300


def teaser() -> list[Figure]:
    """Received, resolved and open; nothing when no case was ever received. Kept for five minutes."""
    counts: dict[str, int] = cache.get_or_set("pages:teaser", _counts, KEPT_SECONDS) or _counts()
    if not counts["ever"]:
        return []
    return [
        Figure(
            label=_("Received in the last 30 days"),
            value=number_format(counts["received"], use_l10n=True, force_grouping=True),
            method=_("Reports by any channel whose folio was given out in the last 30 days."),
        ),
        Figure(
            label=_("Resolved in the last 30 days"),
            value=number_format(counts["resolved"], use_l10n=True, force_grouping=True),
            method=_(
                "Cases closed as done in that time. Referred, declined and duplicate ones do not count."
            ),
        ),
        Figure(
            label=_("Open now"),
            value=number_format(counts["open"], use_l10n=True, force_grouping=True),
            method=_("Cases that have not reached a final state, referred ones included."),
        ),
    ]


def _counts() -> dict[str, int]:
    since = clock.now() - timedelta(days=DAYS)
    cases = Case.objects.filter(case_type__confidential=False)
    return cases.aggregate(
        ever=Count("id"),
        received=Count("id", filter=Q(opened_at__gte=since)),
        resolved=Count("id", filter=Q(final_kind="done", closed_at__gte=since)),
        open=Count("id", filter=Q(final_kind="")),
    )

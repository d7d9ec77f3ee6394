"""How many open cases have a deadline running, by deadline: for who changes a definition. One query."""

from django.db.models import Count

from casetypes.definitions import selectors as definitions
from casetypes.definitions.differences.impact import Asked, Wanted
from casetypes.kernel.extension_points import open_cases_counted
from casetypes.sla.models import SlaClock


@open_cases_counted.register
def count_clocks(wanted: Wanted) -> dict[Asked, int] | None:
    """Clocks that run or pause. Nothing is told of a confidential service."""
    if wanted.service in definitions.confidential_services():
        return None
    keys = [asked[1] for asked in wanted.of_kind("clock")]
    if not keys:
        return {}
    found = SlaClock.objects.filter(
        key__in=keys, stopped_at=None, case__case_type=wanted.service, case__final_kind=""
    )
    if wanted.without is not None:
        found = found.exclude(case__version__number=wanted.without)
    counted = found.values_list("key").annotate(Count("case", distinct=True))
    return {("clock", key): 0 for key in keys} | {("clock", key): number for key, number in counted}

"""How many open cases a change of a definition meets: by version, state and answer. Two queries, whatever changes.

Of a confidential service nothing is told: even a number is news of somebody.
"""

from collections import Counter

from django.db.models import Count, Q, QuerySet

from casetypes.cases.models import Case
from casetypes.definitions import selectors as definitions
from casetypes.definitions.differences.impact import ALL, Asked, Wanted
from casetypes.kernel.extension_points import open_cases_counted


def open_of(wanted: Wanted) -> QuerySet[Case]:
    """Open cases of the service, without those that have the newer version already."""
    found = Case.objects.filter(case_type=wanted.service, final_kind="")
    return found if wanted.without is None else found.exclude(version__number=wanted.without)


@open_cases_counted.register
def count_cases(wanted: Wanted) -> dict[Asked, int] | None:
    if wanted.service in definitions.confidential_services():
        return None
    rows = open_of(wanted).values_list("version__number", "state").annotate(Count("pk"))
    counts: Counter[Asked] = Counter({ALL: 0})
    for version, state, number in rows:
        counts.update({ALL: number, ("version", str(version)): number, ("state", state): number})
    return {**counts, **_answers(wanted)}


def _answers(wanted: Wanted) -> dict[Asked, int]:
    """Cases by the answers that were asked for; one query. Sealed answers are counted by case, not by question."""
    conditions: list[tuple[Asked, Q]] = [
        *((asked, Q(answers__has_key=asked[1])) for asked in wanted.of_kind("field")),
        *((asked, _chosen(asked[1], asked[2])) for asked in wanted.of_kind("option")),
        *((asked, Q(personal__isnull=False)) for asked in wanted.of_kind("personal")),
    ]
    if not conditions:
        return {}
    counted = {f"n{index}": Count("pk", filter=each) for index, (_asked, each) in enumerate(conditions)}
    found = open_of(wanted).aggregate(**counted)
    return {asked: found[f"n{index}"] for index, (asked, _each) in enumerate(conditions)}


def _chosen(field: str, option: str) -> Q:
    """The option is the answer, or one of the answers."""
    return Q(answers__contains={field: option}) | Q(answers__contains={field: [option]})

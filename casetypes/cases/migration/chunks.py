"""Cases in chunks: read, opened and weighed with a number of queries that does not depend on how many they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, prefetch_related_objects

from casetypes.cases.migration.fates import Fate, Way, going, weigh
from casetypes.cases.models import Case, PersonalAnswers
from casetypes.citizens import services as citizens
from casetypes.citizens.models import Citizen
from casetypes.kernel.extension_points import case_migrating

SIZE = 100


@dataclass(frozen=True)
class Opened:
    """The sealed answers of one case: as they lie, and open. Both None where there are none or their key is gone."""

    sealed: bytes | None
    answers: dict[str, object] | None
    sealable: bool


def waiting(service: str, ways: Mapping[int, Way], after: int = 0) -> QuerySet[Case]:
    """Open cases of the versions that have a way, behind the case `after`."""
    return Case.objects.filter(case_type=service, final_kind="", version__in=list(ways), pk__gt=after)


def weighed(cases: Sequence[Case], ways: Mapping[int, Way]) -> tuple[list[Fate], dict[int, Opened]]:
    """What becomes of these cases, and their sealed answers by case where the way needs them."""
    opened = open_sealed([case for case in cases if ways[case.version_id].needs_personal])
    if any(ways[case.version_id].plan.moves_answers for case in cases):
        prefetch_related_objects(cases, "zone")
    fates = []
    for case in cases:
        known = opened.get(case.pk, Opened(None, None, sealable=False))
        fates.append(weigh(case, ways[case.version_id], known.answers, sealable=known.sealable))
    if alive := going(fates):
        case_migrating.call(alive)
    return fates, opened


def open_sealed(cases: Iterable[Case]) -> dict[int, Opened]:
    """By case; two queries. Gives the cases their citizens."""
    of = {case.pk: case for case in cases}
    if not of:
        return {}
    rows = dict(PersonalAnswers.objects.filter(case__in=list(of)).values_list("case", "sealed"))
    people = Citizen.objects.in_bulk({case.citizen_id for case in of.values() if case.citizen_id})
    found = {}
    for pk, case in of.items():
        citizen = people.get(case.citizen_id) if case.citizen_id else None
        if citizen is None or citizen.wrapped_key is None:
            continue
        case.citizen = citizen
        sealed = bytes(rows[pk]) if pk in rows else None
        answers = citizens.open_answers(citizen, sealed, f"case:{case.folio}") if sealed else {}
        found[pk] = Opened(sealed, answers, sealable=True)
    return found

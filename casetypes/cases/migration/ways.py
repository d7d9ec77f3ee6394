"""The ways from each version of a service that has open cases to one of its later versions."""

from collections.abc import Iterable

from django.db.models import Count
from django.utils.translation import gettext as _

from casetypes.cases.migration.fates import Way
from casetypes.cases.models import Case
from casetypes.definitions import selectors
from casetypes.definitions.migration_plan import Version, plan
from casetypes.definitions.models import CaseTypeVersion
from casetypes.kernel.errors import NotFound, Refused


def version(service: str, number: int) -> CaseTypeVersion:
    """Raises NotFound."""
    found = CaseTypeVersion.objects.filter(case_type=service, number=number).first()
    if found is None:
        raise NotFound(
            _("The service %(key)s has no version %(number)s.") % {"key": service, "number": number}
        )
    return found


def open_by_version(service: str) -> dict[int, int]:
    """How many open cases stand on each version, by its number; versions without any are left out. One query."""
    counted = (
        Case.objects.filter(case_type=service, final_kind="")
        .values_list("version__number")
        .annotate(cases=Count("pk"))
        .order_by("version__number")
    )
    return dict(counted)


def ways(service: str, target: CaseTypeVersion, source: int | None = None) -> dict[int, Way]:
    """By version id, from every earlier version with open cases, or from `source` alone. Raises NotFound, and Refused
    when `source` is not earlier."""
    if source is not None and version(service, source).number >= target.number:
        raise Refused(reasons=[_("Cases go to a later version; undo a batch to bring them back.")])
    versions = list(CaseTypeVersion.objects.filter(case_type=service, number__lte=target.number))
    sources = [source] if source is not None else open_by_version(service)
    known = {one.number: one for one in versions}
    documents = [Version(one.number, one.document) for one in versions]
    found = {}
    for number in _earlier(sources, target.number):
        old, new = selectors.compiled(known[number].pk), selectors.compiled(target.pk)
        found[known[number].pk] = Way(plan(documents, number, target.number), old, new)
    return found


def _earlier(numbers: Iterable[int], target: int) -> list[int]:
    return sorted(number for number in numbers if number < target)


def legal_basis(found: Iterable[Way], given: str) -> str:
    """The recorded ground on which a rule change reaches running cases: the one given, else that of the version.
    Raises Refused when one is needed and there is none."""
    ways_found = list(found)
    basis = given.strip() or next((way.plan.basis for way in ways_found if way.plan.basis), "")
    if not basis and any(way.plan.changes_rules for way in ways_found):
        raise Refused(
            reasons=[
                _(
                    "A rule changes, and it reaches running cases only with a recorded legal basis: write it in the "
                    "definition (effective: basis) or give it with --basis."
                )
            ]
        )
    return basis[:500]

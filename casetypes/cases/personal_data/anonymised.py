"""What a case looks like to who reads everything anonymised (comptroller): nothing by which a person could be known.

Amounts, choices and dates stay; free words, addresses, exact places, files and personal data go, save what the
definition shows to everybody anyway. Places are as coarse as `public.map` says, and the reporter is a pseudonym.
"""

from dataclasses import dataclass

from casetypes.cases.models import Case
from casetypes.cases.public import place_shown
from casetypes.citizens.keys import master
from casetypes.citizens.models import ContactPoint
from casetypes.definitions.compiled import CompiledService
from casetypes.kernel.sealing import lookup_digest

SAFE = frozenset(
    {
        "integer", "decimal", "money", "boolean", "date", "time", "datetime", "choice", "choices", "consent", "zone",
        "asset", "crew", "desk", "provider",
    }
)  # fmt: skip
LETTERS = 6


@dataclass(frozen=True)
class CoarsePlace:
    """Degrees and the name of the zone, as far as the definition publishes them."""

    latitude: float | None
    longitude: float | None
    zone: str


def shows(compiled: CompiledService, key: str) -> bool:
    """Whether the answer to a field of the form stays."""
    field = compiled.fields.get(key)
    if field is None or field.is_personal:
        return False
    if key in compiled.spec.public.show:
        return True
    return field.type in SAFE and not (field.type == "zone" and compiled.spec.public.map == "hidden")


def place(case: Case, compiled: CompiledService) -> CoarsePlace:
    precision = compiled.spec.public.map
    latitude, longitude = place_shown(case, precision)
    return CoarsePlace(latitude, longitude, zone(case, compiled))


def zone(case: Case, compiled: CompiledService) -> str:
    """The name of its zone, "" where the definition hides it."""
    return "" if case.zone is None or compiled.spec.public.map == "hidden" else case.zone.name


def pseudonym(case: Case) -> str:
    """The same six letters for every case that names the same e-mail or telephone, so that a pattern shows and nobody
    is named; "" without a reporter. They are made with the master key: who knows an address cannot work them out. One
    query."""
    if case.citizen_id is None:
        return ""
    points = ContactPoint.objects.filter(citizen=case.citizen_id).order_by("kind", "digest")
    known = points.values_list("digest", flat=True).first() or case.citizen_id
    return lookup_digest(f"pseudonym:{known}", master())[:LETTERS].upper()

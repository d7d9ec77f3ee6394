"""What zones are called: a name that tells namesakes apart, the same in every period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from casetypes.kernel.errors import Invalid
from casetypes.places.models import Zone

Names = dict[int, tuple[str, Mapping[str, str]]]


@dataclass(frozen=True)
class Named:
    """`pk` is the database's id, `key` the zone's own; the name is by language."""

    pk: int
    key: str
    name: Mapping[str, str]


def names(ids: Sequence[int]) -> Names:
    """Key and name by database id; the postal code tells namesakes apart, and a number where even that is the
    same: “Olivares 83180 (2)”. It follows the keys of all zones in use, so a zone keeps it in every period."""
    counted = Zone.objects.filter(pk__in=ids)
    known = Zone.objects.filter(Q(active=True) | Q(pk__in=counted), name__in=counted.values("name"))
    namesakes: dict[str, list[Zone]] = {}
    for zone in known.only("key", "name", "postal_code").order_by("key"):
        namesakes.setdefault(str(zone), []).append(zone)
    return {
        zone.pk: (zone.key, {"es": f"{label} ({number})" if len(group) > 1 else label})
        for label, group in namesakes.items()
        for number, zone in enumerate(group, start=1)
    }


def named(key: str) -> Named:
    """One zone by its key; raises Invalid."""
    pk = Zone.objects.filter(key=key).values_list("pk", flat=True).first()
    if pk is None:
        raise Invalid(_("There is no zone “%(key)s”.") % {"key": key[:60]})
    return Named(pk, key, names([pk])[pk][1])


@dataclass(frozen=True)
class Words:
    """What this city calls its zones, in the active language: “colonia”, “colonias”."""

    one: str
    many: str

    @property
    def title(self) -> str:
        return capfirst(self.one)


def words() -> Words:
    """By the kind of the zones that were loaded; one query."""
    kind = Zone.objects.filter(active=True).values_list("kind", flat=True).first() or "colonia"
    named = {
        "colonia": (_("colonia"), _("colonias")), "barrio": (_("barrio"), _("barrios")),
        "district": (_("district"), _("districts")),
    }  # fmt: skip
    return Words(*named.get(kind, (_("zone"), _("zones"))))


def too_few(name: str, smallest: int) -> str:
    """Why nothing is said of a zone."""
    return _("%(zone)s had fewer than %(smallest)s cases then; so few are not shown.") % {
        "zone": name,
        "smallest": smallest,
    }

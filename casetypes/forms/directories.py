"""The desks, crews, providers and zones that a field may name, as (key, label) for choices."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casetypes.access.models import Crew, Desk
from casetypes.kernel.text import normalise, pick
from casetypes.places.models import Zone

Offered = list[tuple[str, str]]
NOTHING_CHOSEN = ("", "—")


def desks(language: str) -> Offered:
    """Every active desk."""
    return _labelled(Desk.objects.filter(active=True).order_by("key"), language)


def providers(language: str) -> Offered:
    """Active desks that are a provider's or an agency's."""
    return _labelled(Desk.objects.filter(active=True, provider=True).order_by("key"), language)


def crews(language: str, desk: str | None = None) -> Offered:
    """Active crews; only those of `desk` when one is given."""
    found = Crew.objects.filter(active=True).order_by("key")
    return _labelled(found.filter(desk_id=desk) if desk else found, language)


def desk_name(key: str, language: str) -> str:
    return _name(Desk, key, language)


def crew_name(key: str, language: str) -> str:
    return _name(Crew, key, language)


def zone_name(key: str) -> str:
    """ "Centro 27000"; the key itself for a zone that is gone."""
    zone = Zone.objects.filter(key=key).first()
    return str(zone) if zone else key


def find_zone(text: str) -> Zone:
    """The active zone that a person or a machine means: its key, its name, or "name postal-code".

    Raises ValidationError that lists the candidates when several have that name.
    """
    text = text.strip()
    exact = Zone.objects.filter(key=text, active=True).first()
    if exact:
        return exact
    named = _zones_named(text)
    if len(named) == 1:
        return named[0]
    if named:
        raise ValidationError(
            _("There are several: %(names)s. Write the postal code after the name."),
            code="ambiguous-zone",
            params={"names": "; ".join(sorted({str(zone) for zone in named})[:8])},
        )
    raise ValidationError(
        _("There is no colonia “%(name)s” in our list. Choose one of those offered."),
        code="unknown-zone",
        params={"name": text[:80]},
    )


def _zones_named(text: str) -> list[Zone]:
    name, _space, last = text.replace("(", " ").replace(")", " ").strip().rpartition(" ")
    zones = Zone.objects.filter(active=True)
    if name and last.isdigit() and len(last) == 5:
        return list(zones.filter(search_name=normalise(name), postal_code=last)[:9])
    return list(zones.filter(search_name=normalise(text))[:9])


def _labelled(rows, language: str) -> Offered:  # noqa: ANN001  (a QuerySet of rows with key and name)
    return [(row.key, pick(row.name, language) or row.key) for row in rows]


def _name(model, key: str, language: str) -> str:  # noqa: ANN001  (Desk or Crew)
    names = model.objects.filter(key=key).values_list("name", flat=True).first()
    return pick(names or {}, language) or key

"""The desks, crews, providers and zones that a field may name, as (key, label) for choices.

Desks and crews come from desks.yaml as published, kept in memory: a form costs no query for them.
"""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casetypes.access.models import Crew, Desk
from casetypes.definitions import selectors
from casetypes.definitions.schema.city import CrewSpec, DeskSpec
from casetypes.kernel.text import normalise, pick
from casetypes.places.models import Zone

Offered = list[tuple[str, str]]
NOTHING_CHOSEN = ("", "—")


def desks(language: str) -> Offered:
    """Every desk of desks.yaml."""
    return _labelled(selectors.desks_spec().desks, language)


def providers(language: str) -> Offered:
    """Desks that are a provider's or an agency's."""
    found = {key: desk for key, desk in selectors.desks_spec().desks.items() if desk.provider}
    return _labelled(found, language)


def crews(language: str, desk: str | None = None) -> Offered:
    """Every crew; only those of `desk` when one is given."""
    crews = selectors.desks_spec().crews
    return _labelled({key: crew for key, crew in crews.items() if desk in (None, crew.desk)}, language)


def desk_name(key: str, language: str) -> str:
    found = selectors.desks_spec().desks.get(key)
    return pick(found.name, language) if found else _former(Desk, key, language)


def crew_name(key: str, language: str) -> str:
    found = selectors.desks_spec().crews.get(key)
    return pick(found.name, language) if found else _former(Crew, key, language)


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


def _labelled(named: Mapping[str, DeskSpec | CrewSpec], language: str) -> Offered:
    return [(key, pick(each.name, language) or key) for key, each in sorted(named.items())]


def _former(model: type[Desk] | type[Crew], key: str, language: str) -> str:
    """One that desks.yaml no longer lists: its name is still on record."""
    names = model.objects.filter(key=key).values_list("name", flat=True).first()
    return pick(names or {}, language) or key

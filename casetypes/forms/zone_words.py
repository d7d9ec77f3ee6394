"""What this city calls its zones, after the kind that city.yaml names first: a colonia, a barrio, a district."""

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from casetypes.definitions import selectors


def zone_title() -> str:
    """As a label, in the active language: “Colonia”."""
    kind = next(iter(selectors.city().zones), "")
    titles = {"colonia": _("Colonia"), "barrio": _("Barrio"), "district": _("District")}
    return titles.get(kind, _("Zone"))


ZONE_TITLE = lazy(zone_title, str)()

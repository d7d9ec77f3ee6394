"""What is compared: the live version, an earlier one, the open draft, or a file."""

from pathlib import Path

from django.utils.translation import gettext as _

from casetypes.definitions.checking import file_of, live_city
from casetypes.definitions.differences.comparison import Side, city_names
from casetypes.definitions.differences.names import CityNames
from casetypes.definitions.loader import load_path, load_text
from casetypes.definitions.models import CaseTypeVersion
from casetypes.definitions.selectors import live
from casetypes.kernel.errors import NotFound
from casetypes.kernel.extension_points import definition_drafts

DRAFT = "draft"


def side(service: str, which: str | int | None) -> Side:
    """`which`: None for the live version, a number, "draft", or the path of a file. Raises NotFound, OSError."""
    if which is None:
        version = live(service)
        return Side(version.document, version.number)
    if str(which).isdigit():
        return version_side(service, int(which))
    if which == DRAFT:
        return _draft(service)
    return Side(load_path(Path(str(which))).data)


def version_side(service: str, number: int) -> Side:
    """Raises NotFound."""
    version = CaseTypeVersion.objects.filter(case_type=service, number=number).first()
    if version is None:
        raise NotFound(
            _("The service %(key)s has no version %(number)s.") % {"key": service, "number": number}
        )
    return Side(version.document, version.number)


def _draft(service: str) -> Side:
    texts = [text for text in definition_drafts.call(service) if text is not None]
    if not texts:
        raise NotFound(_("The service %(key)s has no open draft.") % {"key": service})
    return Side(load_text(texts[0], file_of(service), live_city().fragments).data)


def names_of_the_city() -> CityNames:
    """Names of desks, departments, categories and calendars as they are published."""
    city = live_city()
    files = {"city": city.city, "desks": city.desks, "calendars": city.calendars}
    return city_names({kind: loaded.data for kind, loaded in files.items() if loaded is not None})

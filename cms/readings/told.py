"""One reading in words: by which role of which desk, what, through which door and what for. Never whose name."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from casetypes.cases.models import PersonalReading
from casetypes.cases.personal_data import personal
from casetypes.cases.personal_data.reading_purposes import title_of
from casetypes.cases.role_names import role_name
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.forms import directories
from casetypes.kernel.text import pick

DOORS = {
    "original": gettext_lazy("original of a file"),
    "export": gettext_lazy("in a file that was taken out"),
    "search": gettext_lazy("found by it"),
}
CONTACTS = {"email": gettext_lazy("E-mail address"), "phone": gettext_lazy("Telephone")}


def by_whom(reading: PersonalReading) -> str:
    """ "Control desk · Potholes desk"."""
    role = role_name(reading.role).capitalize()
    desk = directories.desk_name(reading.desk, _language()) if reading.desk else ""
    return " · ".join(filter(None, [role, desk]))


def what(reading: PersonalReading) -> str:
    """ "Name, e-mail address": the questions, as their form asks them, and the door where it was not the page."""
    compiled = definitions.compiled(reading.case.version_id)
    order = {key: number for number, key in enumerate(compiled.fields)}
    keys = sorted(reading.what, key=lambda key: order.get(key, len(order)))
    named = ", ".join(dict.fromkeys(_question(compiled, key) for key in keys))
    door = DOORS.get(reading.door)
    return f"{named} ({door})" if door else named


def purpose(reading: PersonalReading) -> str:
    return title_of(reading.purpose)


def _question(compiled: CompiledService, key: str) -> str:
    spec = personal.field_of(compiled, key)
    label = pick(spec.label, _language()) if spec else ""
    return label or str(CONTACTS.get(key, _("another answer")))


def _language() -> str:
    return get_language() or "es"

"""What personal data is read for: a closed list, the city's own (`reading_purposes` of city.yaml) or the usual one.

The first is what most readings are for, and one click. A purpose is stated before anything opens (LGPDPPSO: purpose).
"""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from casetypes.definitions import selectors as definitions
from casetypes.kernel.errors import Invalid
from casetypes.kernel.text import pick

# Key: what it is called, and what it asks beside its name.
USUAL = {
    "attend": (gettext_noop("Attend to this case"), "nothing"),
    "call": (gettext_noop("Call or write to the person who reported"), "nothing"),
    "visit": (gettext_noop("Prepare the visit"), "nothing"),
    "rights": (gettext_noop("Answer a request about their own data (ARCO)"), "nothing"),
    "legal_order": (gettext_noop("Comply with a legal order"), "number"),
    "other": (gettext_noop("Another purpose"), "reason"),
}
# What some are called where many cases are read at once.
OF_MANY = {
    "attend": gettext_noop("Attend to these cases"),
    "call": gettext_noop("Call or write to the people who reported"),
    "visit": gettext_noop("Prepare the visits"),
}
LONGEST = 300


@dataclass(frozen=True)
class Purpose:
    """`asks`: "nothing", "number" (of an order) or "reason" (in words)."""

    key: str
    title: str
    asks: str


@dataclass(frozen=True)
class Stated:
    """A purpose of the list with what it asks for; `key` and `reason` are what a record of reading holds."""

    key: str
    reason: str = ""


def purposes(*, many: bool = False) -> list[Purpose]:
    """In the city's order and the reader's language, the common one first. `many`: the usual ones in words that fit
    a file of many cases; a city's own words stay."""
    own = definitions.city().reading_purposes
    if own:
        language = get_language() or "es"
        return [Purpose(key, pick(spec.title, language) or key, spec.asks) for key, spec in own.items()]
    of_many = OF_MANY if many else {}
    return [Purpose(key, _(of_many.get(key, title)), asks) for key, (title, asks) in USUAL.items()]


def title_of(key: str) -> str:
    """Of any purpose on record, also one that the city has dropped since."""
    titles = {purpose.key: purpose.title for purpose in purposes()}
    usual = USUAL.get(key)
    return titles.get(key) or (_(usual[0]) if usual else key.replace("_", " ").capitalize())


def stated(key: str, reason: str = "") -> Stated:
    """Raises Invalid when the purpose is none of the list ("purpose") or lacks what it asks for ("reason")."""
    known = {purpose.key: purpose for purpose in purposes()}.get(key)
    if known is None:
        raise Invalid(fields={"purpose": [_("Choose what you need the data for.")]})
    words = " ".join(reason.split())
    if known.asks == "nothing":
        return Stated(key)
    if not words:
        asked = _("Write the number of the order.") if known.asks == "number" else _("Say what for.")
        raise Invalid(fields={"reason": [asked]})
    if len(words) > LONGEST:
        raise Invalid(fields={"reason": [_("At most %(number)d characters.") % {"number": LONGEST}]})
    return Stated(key, words)

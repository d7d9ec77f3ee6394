"""Phone numbers as Mexico writes them, in one form: E.164 (`+528711234567`).

WhatsApp still sends 521 before a mobile number, and people still dial 044 and 045 (all dropped by the
numbering plan of 3 August 2019).
"""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HOME = "MX"
_OLD_MOBILE = re.compile(r"^(?:\+|00)?521(\d{10})$")
_OLD_TRUNK = re.compile(r"^04[45](\d{10})$")
_SEPARATORS = re.compile(r"[\s().\-/]+")


def normalise(text: str) -> str:
    """The number in E.164; raises ValidationError when it cannot be a number anybody could ring."""
    bare = _SEPARATORS.sub("", text.strip())
    for old in (_OLD_MOBILE, _OLD_TRUNK):
        if found := old.match(bare):
            bare = f"+52{found[1]}"
    try:
        number = phonenumbers.parse(bare, HOME)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or number.extension or not phonenumbers.is_possible_number(number):
        raise ValidationError(
            _("Write the number with its ten digits, or with + and the country code."), code="phone"
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def for_people(number: str) -> str:
    """ "871 123 4567" at home, the international form otherwise."""
    try:
        parsed = phonenumbers.parse(number, HOME)
    except phonenumbers.NumberParseException:
        return number
    at_home = parsed.country_code == phonenumbers.country_code_for_region(HOME)
    kind = (
        phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, kind)

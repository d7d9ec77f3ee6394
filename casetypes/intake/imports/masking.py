"""Phones and e-mail addresses that people wrote into free text: taken out before the text is kept."""

import re

from django.utils.translation import gettext as _

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# Ten digits as people write them, perhaps after +52 or 01; never part of a longer number or of a decimal.
PHONE = re.compile(
    r"(?<![\d-])(?<!\d[.,])(?:\+?52[ .-]?1?[ .-]?|01[ .-]?)?"
    r"\(?\d{2,3}\)?[ .-]?\d{3,4}[ .-]?\d{2}[ .-]?\d{2}(?![\d.,-]?\d)"
)
COORDINATE = re.compile(r"\d{1,3}\.\d{5,}")


def mask(text: str) -> str:
    """The same text with every address and phone replaced by a word that says so."""
    without_addresses = EMAIL.sub(_("[e-mail address removed]"), text)
    return PHONE.sub(lambda found: _removed(found[0]), without_addresses)


def _removed(found: str) -> str:
    if COORDINATE.fullmatch(found):
        return found
    digits = re.sub(r"\D", "", found)
    return _("[phone number removed]") if len(digits) >= 10 else found

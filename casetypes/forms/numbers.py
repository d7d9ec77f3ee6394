"""Numbers: the range that every part of the product can hold, and how people read them."""

import math
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import formats, numberformat, translation
from django.utils.translation import gettext_lazy as _

LARGEST = 10**12  # exact as a JSON number, a double and a CEL integer alike


def as_number(value: Decimal) -> float:
    """The JSON number of a cleaned decimal."""
    return float(value)


def from_number(value: object) -> object:
    """A JSON number as the text a decimal field reads: 0.1 stays 0.1; infinity is refused."""
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValidationError(_("Send a number here."), code="wrong-type")
        return format(Decimal(repr(value)), "f")
    return value


def with_unit(value: float, unit: str | None, language: str, places: int | None = None) -> str:
    """ "1,250.5 kg", with the separators of the language."""
    with translation.override(language):
        number = formats.number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
    return f"{number} {unit}" if unit else number


def bare(value: float, language: str, places: int | None = None) -> str:
    """ "1250.5": the decimal sign of the language and nothing else, as a spreadsheet reads it."""
    with translation.override(language):
        separator = formats.get_format("DECIMAL_SEPARATOR", use_l10n=True)
    return numberformat.format(value, separator, decimal_pos=places, use_l10n=False)

"""A Mexican postal address: its parts in the order people write them, as a Django field and as one line."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from casetypes.forms.parts import PartsWidget

LENGTHS = {
    "street": 120,
    "exterior": 20,
    "interior": 20,
    "between": 120,
    "colonia": 120,
    "postal_code": 5,
    "references": 200,
}
LABELS = {
    "street": _("Street"),
    "exterior": _("Exterior number"),
    "interior": _("Interior number"),
    "between": _("Between which streets"),
    "colonia": _("Colonia"),
    "postal_code": _("Postal code"),
    "references": _("Landmarks"),
}
AUTOCOMPLETE = {"street": "address-line1", "colonia": "address-level3", "postal_code": "postal-code"}
REQUIRED_PARTS = ("street", "exterior", "colonia")


def one_line(parts: Mapping[str, str]) -> str:
    """ "Av. Juárez 123 int. 4, Centro, 27000 (entre Falcón y Treviño; frente a la plaza)"."""
    number = " ".join(filter(None, [parts.get("exterior"), _interior(parts.get("interior"))]))
    line = ", ".join(
        filter(
            None,
            [
                " ".join(filter(None, [parts.get("street"), number])),
                parts.get("colonia"),
                parts.get("postal_code"),
            ],
        )
    )
    notes = "; ".join(filter(None, [parts.get("between"), parts.get("references")]))
    return f"{line} ({notes})" if line and notes else line or notes


def _interior(number: str | None) -> str:
    return f"int. {number}" if number else ""


class AddressField(forms.Field):
    """Cleans to a mapping of the parts that were filled in; None when none was."""

    default_error_messages = {"incomplete": _("Write %(missing)s too.")}

    def __init__(self, **kwargs: Any) -> None:
        self.part_fields = {part: _part_field(part) for part in LENGTHS}
        super().__init__(
            widget=PartsWidget({part: field.widget for part, field in self.part_fields.items()}), **kwargs
        )

    def to_python(self, value: Mapping[str, Any] | list[Any] | None) -> dict[str, str] | None:
        given = dict(zip(LENGTHS, value, strict=True)) if isinstance(value, list) else dict(value or {})
        if unknown := sorted(set(given) - set(LENGTHS)):
            raise ValidationError(
                _("An address has no part “%(part)s”.") % {"part": unknown[0]}, code="unknown"
            )
        parts = {part: self._part(part, given.get(part)) for part in LENGTHS}
        return {part: text for part, text in parts.items() if text} or None

    def _part(self, part: str, value: Any) -> str:
        try:
            if value is not None and not isinstance(value, str):
                raise ValidationError(_("Send text here."), code="wrong-type")
            return self.part_fields[part].clean(value)
        except ValidationError as error:
            raise ValidationError([f"{LABELS[part]}: {text}" for text in error.messages]) from error

    def validate(self, value: dict[str, str] | None) -> None:
        super().validate(value)
        missing = [str(LABELS[part]) for part in REQUIRED_PARTS if value and part not in value]
        if missing:
            raise ValidationError(
                self.error_messages["incomplete"], code="incomplete", params={"missing": ", ".join(missing)}
            )


def _part_field(part: str) -> forms.CharField:
    attributes = {
        "autocomplete": AUTOCOMPLETE.get(part, "off"),
        "aria-label": LABELS[part],
        "data-part": part,
        "maxlength": LENGTHS[part],
    }
    if part == "postal_code":
        attributes["inputmode"] = "numeric"
    field = forms.CharField(
        required=False, max_length=LENGTHS[part], label=LABELS[part], widget=forms.TextInput(attrs=attributes)
    )
    if part == "postal_code":
        field.validators.append(RegexValidator(r"^\d{5}\Z", _("A postal code has five digits.")))
    return field

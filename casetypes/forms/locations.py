"""A place as a form takes it: latitude, longitude, colonia and address, in one Django field."""

import math
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casetypes.forms.directories import find_zone, zone_name
from casetypes.forms.parts import PartsWidget
from casetypes.forms.zone_words import ZONE_TITLE
from casetypes.places import selectors as places

LABELS = {
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "zone": ZONE_TITLE,
    "address": _("Street and number, or landmarks"),
}
DECIMALS = 7  # about a centimetre
LIMITS = {"latitude": 90, "longitude": 180}


def in_words(value: Mapping[str, Any]) -> str:
    """ "Av. Juárez 123, Centro 27000 (25.54280, -103.40680)", with the parts that are known."""
    named = ", ".join(filter(None, [value.get("address"), value.get("zone") and zone_name(value["zone"])]))
    if "latitude" not in value:
        return named
    point = f"{value['latitude']:.5f}, {value['longitude']:.5f}"
    return f"{named} ({point})" if named else point


class LocationField(forms.Field):
    """Cleans to {latitude, longitude, zone, address}: a point, or a colonia by itself; None when empty.

    Reads that mapping, the four inputs of its widget, and a plain [latitude, longitude].
    """

    default_error_messages = {
        "required": _("Say where it is: the colonia and the street, or a point."),
        "half": _("Both latitude and longitude are needed."),
        "nowhere": _("Say the colonia too, or give a point."),
    }

    def __init__(self, *, inside_municipality: bool, **kwargs: Any) -> None:
        self.inside_municipality = inside_municipality
        super().__init__(widget=PartsWidget({part: _input(part) for part in LABELS}), **kwargs)

    def to_python(self, value: Any) -> dict[str, Any] | None:
        given = _parts(value)
        place: dict[str, Any] = {}
        for axis in LIMITS:
            if given.get(axis) not in (None, ""):
                place[axis] = _degrees(given[axis], axis)
        if len(place) == 1:
            raise ValidationError(self.error_messages["half"], code="half")
        if zone := _text(given.get("zone")):
            place["zone"] = find_zone(zone).key
        if address := _text(given.get("address")):
            place["address"] = address
        return place or None

    def validate(self, value: dict[str, Any] | None) -> None:
        super().validate(value)
        if not value:
            return
        if "latitude" not in value:
            if "zone" not in value:
                raise ValidationError(self.error_messages["nowhere"], code="nowhere")
        elif self.inside_municipality:
            check_inside(value["latitude"], value["longitude"])


def check_inside(latitude: float, longitude: float) -> None:
    """Raise ValidationError with the likely reason for a point outside the municipality."""
    try:
        places.place(latitude, longitude)
    except places.OutsideMunicipality as error:
        raise ValidationError(error.message, code="outside") from error


def _parts(value: Any) -> dict[str, Any]:
    if isinstance(value, list | tuple):
        if len(value) == 2:
            return dict(zip(LIMITS, value, strict=True))
        if len(value) == len(LABELS):
            return dict(zip(LABELS, value, strict=True))
        raise ValidationError(_("A point is [latitude, longitude]."), code="wrong-type")
    parts = dict(value or {})
    if unknown := sorted(set(parts) - set(LABELS)):
        raise ValidationError(_("A location has no part “%(part)s”.") % {"part": unknown[0]}, code="unknown")
    return parts


def _degrees(value: Any, axis: str) -> float:
    try:
        if isinstance(value, bool):
            raise ValueError
        degrees = float(value)
    except (TypeError, ValueError) as error:
        raise ValidationError(
            _("%(axis)s is a number of degrees.") % {"axis": LABELS[axis]}, code="wrong-type"
        ) from error
    if not math.isfinite(degrees) or abs(degrees) > LIMITS[axis]:
        raise ValidationError(_("%(axis)s is out of range.") % {"axis": LABELS[axis]}, code="out-of-range")
    return round(degrees, DECIMALS)


def _text(value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise ValidationError(_("Send text here."), code="wrong-type")
    text = " ".join((value or "").split())
    if len(text) > 200:
        raise ValidationError(_("Use at most 200 characters."), code="max-length")
    return text


def _input(part: str) -> forms.Widget:
    attributes: dict[str, Any] = {"aria-label": LABELS[part], "data-part": part}
    if part in LIMITS:
        attributes.update(inputmode="decimal", autocomplete="off")
    else:
        attributes.update(maxlength=200, autocomplete="off")
    if part == "zone":
        attributes["data-suggest"] = "zones"
    return forms.TextInput(attrs=attributes)

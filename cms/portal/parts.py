"""A generated form as the templates draw it: one part per field, in the definition's order.

Used by the pages of a report, the steps a reporter may take and the survey.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.cache import cache
from django.forms import BoundField
from django.utils.translation import get_language

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.builder import AnswersForm, type_of
from casetypes.forms.locations import LABELS as PLACE_PARTS
from casetypes.forms.zone_words import zone_title
from casetypes.kernel.text import pick
from casetypes.places import selectors as places

LONGEST_SCALE = 6
MOST_LISTED = 800
KEPT_SECONDS = 300


@dataclass(frozen=True)
class Thumb:
    """A photo received before: shown small, removable."""

    id: str
    url: str
    name: str


@dataclass(frozen=True)
class Part:
    """`kind`: note, location, zone, files, consent, scale or field. `bound` is None for a note.

    `text`: what a note says, the version of a consent, what the zones of a location are called.
    """

    kind: str
    label: str
    text: str = ""
    bound: BoundField | None = None
    unit: str = ""
    values: Mapping[str, Any] | None = None
    choices: Sequence[tuple[str, str]] = ()
    thumbs: Sequence[Thumb] = ()


def parts(form: AnswersForm, thumbs: Mapping[str, Sequence[Thumb]] | None = None) -> list[Part]:
    """The parts of a form, bound or not."""
    language = get_language() or "es"
    return [_part(form, key, options, language, thumbs or {}) for key, options in form.specs.items()]


def needs(made: Sequence[Part], kind: str) -> bool:
    """Whether a page needs the scripts of that kind."""
    return any(part.kind == kind for part in made)


def summary(form: AnswersForm) -> list[tuple[str, str]]:
    """(id, text) of every error, each with the name of its question, for the head of the page."""
    if not form.is_bound:
        return []
    found = [("", str(text)) for text in form.non_field_errors()]
    return found + [
        (bound.auto_id if bound.use_fieldset else bound.id_for_label, f"{bound.label}: {text}")
        for bound in form
        for text in bound.errors
    ]


def _part(
    form: AnswersForm, key: str, options: FieldOptions, language: str, thumbs: Mapping[str, Sequence[Thumb]]
) -> Part:
    label = pick(options.label, language)
    if not options.asks:
        return Part(
            "note", label, text=pick(getattr(options, "text", {}), language) or pick(options.help, language)
        )
    if scale := _scale(options):
        form.fields[key].widget = forms.RadioSelect(choices=[(number, number) for number in scale])
        return Part("scale", label, bound=form[key])
    bound = form[key]
    unit = str(getattr(options, "unit", "") or "")
    if options.type == "location":
        return Part("location", label, bound=bound, values=_place(bound), choices=_zones(), text=zone_title())
    if options.type == "zone":
        zones = _zones()
        return Part("zone" if zones else "field", label, bound=bound, choices=zones)
    if options.type == "consent":
        return Part("consent", label, bound=bound, text=getattr(bound.field, "version", ""))
    if type_of(options).takes_files:
        return Part("files", label, bound=bound, thumbs=thumbs.get(key, ()))
    return Part("field", label, bound=bound, unit=unit)


def _zones() -> list[tuple[str, str]]:
    """Every colonia, to choose from; none when there are so many that a phone would wait for the list."""
    zones: list[tuple[str, str]] = cache.get_or_set("portal:zones", places.zone_choices, KEPT_SECONDS) or []
    return zones if len(zones) <= MOST_LISTED else []


def _scale(options: FieldOptions) -> range | None:
    """1 to 5 is answered with one touch, not typed."""
    least, most = getattr(options, "min", None), getattr(options, "max", None)
    if options.type != "integer" or least is None or most is None or not 0 < most - least < LONGEST_SCALE:
        return None
    return range(least, most + 1)


def _place(bound: BoundField) -> dict[str, Any]:
    """What the picker shows: the parts as sent, or as kept."""
    value = bound.value()
    if isinstance(value, list | tuple):
        return dict(zip(PLACE_PARTS, value, strict=False))
    return dict(value or {})

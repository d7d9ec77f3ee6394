"""`{% load workspace %}`: folios, statuses, dates and generated forms on the staff pages."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms, template
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from casetypes.cases.models import Case
from casetypes.definitions.selectors import compiled
from casetypes.forms.builder import AnswersForm, type_of
from casetypes.forms.zone_words import zone_title
from casetypes.kernel.text import pick
from casetypes.places import selectors as places
from cms.components.templatetags.agora_forms import kind_of
from cms.components.words import written_date
from cms.workspace.case.pictures import Picture
from cms.workspace.marks import folio_html, status_html
from cms.workspace.words import amount_words

register = template.Library()
register.simple_tag(zone_title)
MEGABYTE = 1_000_000


@register.simple_tag
def ws_folio(folio: str) -> SafeString:
    """The folio in groups of four."""
    return folio_html(folio)


@register.simple_tag
def ws_status(status: str, words: str) -> SafeString:
    return status_html(status, words)


@register.simple_tag
def ws_state(case: Case) -> SafeString:
    """The state of a case as its definition calls it, in the colour of its public status."""
    title = pick(compiled(case.version_id).spec.states[case.state].title, get_language() or "es")
    return status_html(case.public_status, title or case.state)


@register.filter
def ws_when(value: datetime | None) -> str:
    return written_date(value)


@register.filter
def ws_span(value: timedelta | None) -> str:
    return amount_words(value) if value is not None else ""


@register.filter
def ws_text(texts: Mapping[str, str]) -> str:
    """A text of the definition in the reader's language."""
    return pick(texts, get_language() or "es")


@register.inclusion_tag("workspace/form.html")
def staff_fields(
    form: AnswersForm, keys: Sequence[str], received: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    """Some questions of a form; `received` are ids of files that came before, by question."""
    fields = [_field(form[key], form, {}) for key in keys if key in form.fields]
    for field in fields:
        field["count"] = len((received or {}).get(field["bound"].name, ()))
    return {"fields": fields, "form": None}


@register.inclusion_tag("workspace/form.html")
def staff_form(form: AnswersForm, pictures: Mapping[str, Sequence[Picture]] | None = None) -> dict[str, Any]:
    """Every question of a generated form, large enough for a thumb; `pictures` are those received before."""
    return {"fields": [_field(bound, form, pictures or {}) for bound in form], "form": form}


def _field(
    bound: forms.BoundField, form: AnswersForm, pictures: Mapping[str, Sequence[Picture]]
) -> dict[str, Any]:
    spec = form.specs.get(bound.name)
    takes_files = spec is not None and type_of(spec).takes_files
    kind = "location" if spec is not None and spec.type == "location" else kind_of(bound)
    values = {
        "bound": bound,
        "kind": "file" if takes_files else kind,
        "unit": getattr(spec, "unit", "") or "",
        "personal": bool(spec and spec.is_personal),
        "pictures": pictures.get(bound.name, ()),
    }
    if takes_files:
        values["limit"] = _limit(bound)
    if kind == "location":
        colonias = places.zone_choices()
        values |= {"place": _place(bound, dict(colonias)), "colonias": colonias}
    return values


def _limit(bound: forms.BoundField) -> str:
    rules = bound.field.rules  # type: ignore[attr-defined]
    return gettext("up to %(size)s MB each") % {"size": f"{rules.max_bytes / MEGABYTE:.3g}"}


def _place(bound: forms.BoundField, colonias: Mapping[str, str]) -> dict[str, Any]:
    """Parts as sent, or as kept; a colonia by its name."""
    value = bound.value()
    if isinstance(value, list | tuple):
        value = dict(zip(bound.field.widget.parts, value, strict=False))  # type: ignore[attr-defined]
    place = dict(value or {})
    return {**place, "zone": colonias.get(place.get("zone", ""), place.get("zone", ""))}

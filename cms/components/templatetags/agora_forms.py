"""`{% load agora_forms %}`: Django form fields, rendered once for everybody."""

from collections.abc import Sequence
from typing import Any

from django import forms, template
from django.conf import settings
from django.utils.translation import gettext

from cms.components import site

register = template.Library()

MEGABYTE = 1_000_000
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, "options"),
    (forms.CheckboxSelectMultiple, "options"),
    (forms.CheckboxInput, "checkbox"),
    (forms.FileInput, "file"),
    (forms.MultiWidget, "parts"),
    (forms.NumberInput, "number"),
)


def kind_of(bound: forms.BoundField) -> str:
    """Which template draws this field. A widget may say so itself with a `component` attribute."""
    widget = bound.field.widget
    if declared := getattr(widget, "component", ""):
        return str(declared)
    if hasattr(widget, "row_forms"):
        return "group"
    if hasattr(bound.field, "tone"):
        return "note"
    if widget.is_hidden:
        return "hidden"
    return next((kind for widget_class, kind in KINDS if isinstance(widget, widget_class)), "input")


@register.inclusion_tag("components/field.html", takes_context=True)
def field(
    context: template.Context, bound: forms.BoundField, question: bool = False, unit: str = ""
) -> dict[str, Any]:
    """Label, help, input and errors of one field. `question=True` when the label is the page's question."""
    kind = kind_of(bound)
    values = {
        "field": bound,
        "kind": kind,
        "question": question,
        "unit": unit or getattr(bound.field, "unit", ""),
        "group": kind in {"options", "parts", "group"},
        "request": context.get("request"),
    }
    if kind == "file":
        values |= _file_values(bound)
    if kind == "parts":
        values["parts"] = [(sub.data["attrs"].get("aria-label", ""), sub) for sub in _subwidgets(bound)]
    if kind == "group":
        values["rows"] = bound.field.widget.row_forms(bound.html_name, bound.value())
    return values


def _subwidgets(bound: forms.BoundField) -> list[forms.boundfield.BoundWidget]:
    """One bound widget per part of a field of several inputs."""
    attributes = {**bound.field.widget.attrs, "id": bound.auto_id}
    whole = bound.field.widget.get_context(bound.html_name, bound.value(), attributes)
    renderer = bound.form.renderer
    return [
        forms.boundfield.BoundWidget(bound.field.widget, data, renderer)
        for data in whole["widget"]["subwidgets"]
    ]


def _file_values(bound: forms.BoundField) -> dict[str, Any]:
    """Limits for the page: from the field's `rules` (accepts, max_bytes, many) where it has them."""
    rules = getattr(bound.field, "rules", None)
    accepts = list(getattr(rules, "accepts", ())) or [str(bound.field.widget.attrs.get("accept", ""))]
    max_bytes = getattr(rules, "max_bytes", settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return {
        "many": getattr(rules, "many", 1),
        "max_bytes": max_bytes,
        "limit": f"{max_bytes / MEGABYTE:.3g} MB",
        "is_photo": all(accepted.startswith("image/") for accepted in accepts),
    }


@register.inclusion_tag("components/form.html", takes_context=True)
def form_fields(context: template.Context, form: forms.BaseForm) -> dict[str, Any]:
    """Every visible and hidden field of a form, in order."""
    return {"form": form, "request": context.get("request")}


@register.inclusion_tag("components/location_picker.html")
def location_picker(name: str, values: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
    """Where is it? A map with a pin and the device's position; address and colonia do as well alone.

    `values`: latitude, longitude, zone, address (and accuracy, source); inputs are named `<name>_latitude`, …
    Options: boundary_url, zones_url, colonias (a list of (key, label)), suggest_url (where the options of a
    long list are asked for while typing, instead of colonias), required, errors, label, help,
    zone_label (what the city calls its zones).
    Tiles are shown only when settings.MAP_TILES names a source.
    """
    return {
        "name": name,
        "values": values or {},
        "label": options.get("label") or gettext("Where is it?"),
        "zone_label": options.get("zone_label") or gettext("Colonia"),
        "boundary_url": options.get("boundary_url") or site.map_url(),
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
        **{
            key: options.get(key)
            for key in ("zones_url", "colonias", "suggest_url", "required", "errors", "help")
        },
    }


@register.inclusion_tag("components/combobox.html")
def combobox(
    name: str, choices: Sequence[tuple[str, str]], label: str, value: str = "", **options: Any
) -> dict[str, Any]:
    """A long list to choose from: a plain select without JavaScript, an ARIA combobox with it.

    Options: help, errors (texts), required, placeholder, marked (False hides the word "optional").
    """
    chosen = {key: options.get(key) for key in ("help", "errors", "required", "placeholder")}
    return {
        "name": name,
        "choices": choices,
        "label": label,
        "value": str(value or ""),
        "marked": options.get("marked", True),
        **chosen,
    }

"""The widget of a field that is asked in several inputs: one per part, named `<field>_<part>`."""

from collections.abc import Mapping
from typing import Any

from django import forms


class PartsWidget(forms.MultiWidget):
    """`get_context` gives one subwidget per part, in order; their `data-part` says which."""

    use_fieldset = True

    def __init__(self, parts: Mapping[str, forms.Widget]) -> None:
        super().__init__(widgets=dict(parts))
        self.parts = tuple(parts)

    def decompress(self, value: Mapping[str, Any] | None) -> list[Any]:
        return [(value or {}).get(part) for part in self.parts]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part in self.parts)

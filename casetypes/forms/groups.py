"""Rows of a group: cleaned one by one, shown as numbered inputs, read as one line each."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import FieldContext, Json
from casetypes.kernel.registry import field_types
from casetypes.kernel.text import pick

Fields = Mapping[str, FieldOptions]


def too_many_rows(most: int) -> str:
    return ngettext_lazy("At most %(most)d entry.", "At most %(most)d entries.", most) % {"most": most}


def clean_rows(rows: list[Json], fields: Fields, language: str, context: FieldContext) -> list[Json]:
    """Each row validated; empty rows are dropped. Raises ValidationError that names row and question."""
    errors: list[str] = []
    cleaned = []
    for number, row in enumerate(rows, start=1):
        answers = _clean_row(number, row, fields, language, context, errors)
        if answers:
            cleaned.append(answers)
    if errors:
        raise ValidationError(errors)
    return cleaned


def _clean_row(
    number: int, row: Json, fields: Fields, language: str, context: FieldContext, errors: list[str]
) -> dict[str, Json]:
    if not isinstance(row, dict):
        errors.append(str(_("Entry %(number)d is not a group of values.") % {"number": number}))
        return {}
    if not any(value not in (None, "", [], {}) for value in row.values()):
        return {}
    for unknown in sorted(set(row) - set(fields)):
        errors.append(f"{number}: " + str(_("There is no question “%(key)s”.") % {"key": unknown}))
    answers = {}
    for key, spec in fields.items():
        try:
            value = field_types.get(spec.type).clean_json(row.get(key), spec, language, context)
            if value is None and spec.required and not context.legacy:
                raise ValidationError(_("This is needed."), code="required")
        except ValidationError as error:
            errors += [f"{number}, {pick(spec.label, language) or key}: {text}" for text in error.messages]
        else:
            if value is not None:
                answers[key] = value
    return answers


def rows_in_words(rows: list[Json], fields: Fields, language: str) -> str:
    """ "1. Nombre: Ana; Edad: 30 · 2. …"."""
    return " · ".join(f"{n}. {_row_in_words(row, fields, language)}" for n, row in enumerate(rows, start=1))


def _row_in_words(row: Mapping[str, Json], fields: Fields, language: str) -> str:
    return "; ".join(
        f"{pick(spec.label, language) or key}: {field_types.get(spec.type).display(row[key], spec, language)}"
        for key, spec in fields.items()
        if key in row
    )


class GroupField(forms.Field):
    """Rows as numbered inputs, `<field>-<row>-<question>`; one empty row is always offered below the last."""

    def __init__(
        self, *, fields: Fields, most: int, language: str, context: FieldContext, **kwargs: Any
    ) -> None:
        self.questions = fields
        self.most = most
        self.language = language
        self.context = context
        super().__init__(widget=GroupWidget(self), **kwargs)

    def row_fields(self) -> dict[str, forms.Field]:
        """Fresh Django fields of one row."""
        made = {
            key: field_types.get(spec.type).form_field(spec, self.language, self.context)
            for key, spec in self.questions.items()
        }
        return {key: field for key, field in made.items() if field is not None}

    def to_python(self, value: list[Json] | None) -> list[Json]:
        rows = value or []
        if len(rows) > self.most:
            raise ValidationError(too_many_rows(self.most), code="too-many")
        lenient = FieldContext(desk=self.context.desk, legacy=False)
        return clean_rows(rows, self.questions, self.language, lenient)


class GroupWidget(forms.Widget):
    """Renders one fieldset per row; the portal's renderer may lay it out its own way from `rows`."""

    template_name = "case_forms/group.html"
    use_fieldset = True

    def __init__(self, field: GroupField) -> None:
        super().__init__()
        self.field = field

    def __deepcopy__(self, memo: dict[int, Any]) -> "GroupWidget":
        return self

    def row_forms(self, name: str, value: list[Json] | None) -> list[forms.Form]:
        rows = list(value or [])
        shown = min(len(rows) + 1, self.field.most)
        form = type("RowForm", (forms.Form,), self.field.row_fields())
        return [
            form(
                prefix=f"{name}-{index}",
                initial=rows[index] if index < len(rows) else {},
                use_required_attribute=False,
            )
            for index in range(shown)
        ]

    def get_context(
        self, name: str, value: list[Json] | None, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        context["widget"]["rows"] = self.row_forms(name, value)
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Json]:
        rows = []
        for index in range(self.field.most + 1):
            if not any(key.startswith(f"{name}-{index}-") for key in data):
                break
            rows.append(self._row(data, files, f"{name}-{index}"))
        return rows

    def _row(self, data: Any, files: Any, prefix: str) -> dict[str, Json]:
        """What the inputs of one row hold, as JSON-shaped answers where they can be read."""
        row = {}
        for key, field in self.field.row_fields().items():
            raw = field.widget.value_from_datadict(data, files, f"{prefix}-{key}")
            spec = self.field.questions[key]
            try:
                cleaned = field.clean(raw)
            except ValidationError:
                row[key] = raw
            else:
                empty = cleaned in field.empty_values
                row[key] = None if empty else field_types.get(spec.type).to_json(cleaned, spec)
        return row

"""Django forms made from any mapping of fields: a form page, a transition's input, a checklist, a survey."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json
from casetypes.kernel.registry import field_types

Fields = Mapping[str, FieldOptions]


class AnswersForm(forms.Form):
    """A form whose cleaned data are JSON-shaped answers. `specs` are the definition's fields, by key."""

    specs: Fields = {}
    language = "es"

    def answers(self) -> dict[str, Json]:
        """Cleaned answers that say something, without files; only after `is_valid()`."""
        found = {}
        for key, spec in self.specs.items():
            field_type = type_of(spec)
            if not spec.asks or field_type.takes_files:
                continue
            value = self.cleaned_data.get(key)
            if value not in self.fields[key].empty_values and value is not None:
                found[key] = field_type.to_json(value, spec)
        return found

    def uploads(self) -> dict[str, list[UploadedFile]]:
        """New files per field, each to be passed to `evidence.services.receive`."""
        return {key: new for key, (new, _kept) in self._files().items() if new}

    def kept_files(self) -> dict[str, list[str]]:
        """Ids of files received before (from `initial`) that stay."""
        return {key: kept for key, (_new, kept) in self._files().items() if kept}

    def _files(self) -> dict[str, tuple[list[UploadedFile], list[str]]]:
        found = {}
        for key, spec in self.specs.items():
            if type_of(spec).takes_files:
                files = self.cleaned_data.get(key) or []
                new = [file for file in files if isinstance(file, UploadedFile)]
                found[key] = (new, [file for file in files if isinstance(file, str)])
        return found


def build_form(
    fields: Fields,
    *,
    language: str,
    data: Mapping[str, Any] | None = None,
    files: Mapping[str, Any] | None = None,
    initial: Mapping[str, Json] | None = None,
    context: FieldContext = ANYWHERE,
) -> AnswersForm:
    """A form over `fields`, bound when `data` or `files` are given; `initial` are JSON-shaped answers.

    File fields take ids of files received before as their `initial`: they count as given.
    """
    form_class = type(
        "DefinedForm",
        (AnswersForm,),
        {**form_fields(fields, language, context), "specs": fields, "language": language},
    )
    return form_class(data=data, files=files, initial=dict(initial or {}), use_required_attribute=False)


def form_fields(fields: Fields, language: str, context: FieldContext = ANYWHERE) -> dict[str, forms.Field]:
    """One Django field per field of the definition, in its order."""
    made = {key: type_of(spec).form_field(spec, language, context) for key, spec in fields.items()}
    return {key: field for key, field in made.items() if field is not None}


def type_of(spec: FieldOptions) -> FieldType:
    """The registered field type of an option model."""
    return field_types.get(spec.type)

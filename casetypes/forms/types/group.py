"""`group`: the same few questions for each of several things (people hurt, vehicles, containers)."""

from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from pydantic import Field, model_validator

from casetypes.definitions.schema.base import Key
from casetypes.definitions.schema.fields import AnyField, FieldOptions
from casetypes.forms.field_type import (
    ANYWHERE,
    ExpressionField,
    FieldContext,
    FieldType,
    Json,
    common,
    described,
)
from casetypes.forms.files import FileOptions
from casetypes.forms.groups import Fields, GroupField, clean_rows, rows_in_words, too_many_rows
from casetypes.kernel.expressions import CelType, many, optional
from casetypes.kernel.phrases import phrase
from casetypes.kernel.registry import field_types


class GroupOptions(FieldOptions):
    """`fields` are the questions of one row, `many` the most rows (10 when it says nothing)."""

    type: Literal["group"]
    fields: dict[Key, AnyField] = Field(min_length=1, max_length=12)

    @property
    def is_personal(self) -> bool:
        return super().is_personal or any(field.is_personal for field in self.fields.values())

    @model_validator(mode="after")
    def _plain(self) -> "GroupOptions":
        for key, field in self.fields.items():
            if isinstance(field, FileOptions | GroupOptions):
                raise ValueError(
                    phrase(
                        '"%(key)s" is a %(type)s: a group holds plain questions, no files or groups',
                        key=key,
                        type=field.type,
                    )
                )
        return self


class Group(FieldType[GroupOptions]):
    name = "group"
    Options = GroupOptions
    cel_type = many(CelType.DYN)
    json_types = (list,)

    def expression_type(self, spec: GroupOptions) -> ExpressionField:
        return many({
            key: kind if field.required and field.when is None else optional(kind)
            for key, field in spec.fields.items()
            for kind in [field_types.get(field.type).expression_type(field)]
        })  # fmt: skip

    def from_other(self, value: Json, other: FieldOptions, spec: GroupOptions) -> Json | None:
        """Row by row and question by question; None as soon as one answer has no place."""
        if not isinstance(other, GroupOptions):
            return None
        rows = [_row_from_other(row, other.fields, spec.fields) for row in value or []]
        return None if any(row is None for row in rows) else rows

    def form_field(self, spec: GroupOptions, language: str, context: FieldContext = ANYWHERE) -> forms.Field:
        return GroupField(
            fields=spec.fields,
            most=spec.many or 10,
            language=language,
            context=context,
            **common(spec, language),
        )

    def clean_json(
        self, value: Json, spec: GroupOptions, language: str, context: FieldContext = ANYWHERE
    ) -> Json:
        self.check_type(value)
        if len(value or []) > (spec.many or 10):
            raise ValidationError(too_many_rows(spec.many or 10), code="too-many")
        return clean_rows(value or [], spec.fields, language, context) or None

    def from_json(self, value: Json, spec: GroupOptions) -> Any:
        return [
            {
                key: field_types.get(spec.fields[key].type).from_json(answer, spec.fields[key])
                for key, answer in row.items()
                if key in spec.fields
            }
            for row in value or []
        ]

    def json_schema(self, spec: GroupOptions, language: str) -> dict[str, Json]:
        fields = {
            key: field_types.get(field.type).json_schema(field, language)
            for key, field in spec.fields.items()
        }
        row = {
            "type": "object",
            "properties": fields,
            "required": [key for key, field in spec.fields.items() if field.required],
            "additionalProperties": False,
        }
        return described(spec, language, {"type": "array", "items": row, "maxItems": spec.many or 10})

    def display(self, value: Json, spec: GroupOptions, language: str) -> str:
        return rows_in_words(value or [], spec.fields, language)


def _row_from_other(row: Json, old: Fields, new: Fields) -> Json | None:
    taken = {
        key: field_types.get(new[key].type).from_other(answer, old[key], new[key])
        if key in new and key in old
        else None
        for key, answer in row.items()
    }
    return None if None in taken.values() else taken

"""`postal_code`: five digits."""

from typing import Literal

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described
from casetypes.kernel.expressions import CelType

FIVE_DIGITS = RegexValidator(r"^\d{5}\Z", _("A postal code has five digits."), code="postal-code")


class PostalCodeOptions(FieldOptions):
    type: Literal["postal_code"]


class PostalCode(FieldType[PostalCodeOptions]):
    name = "postal_code"
    Options = PostalCodeOptions
    cel_type = CelType.STRING
    reads_from = frozenset({"text"})

    def form_field(
        self, spec: PostalCodeOptions, language: str, context: FieldContext = ANYWHERE
    ) -> forms.Field:
        widget = forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "postal-code", "maxlength": 5}
        )
        return forms.CharField(validators=[FIVE_DIGITS], widget=widget, **common(spec, language))

    def json_schema(self, spec: PostalCodeOptions, language: str) -> dict[str, Json]:
        return described(spec, language, {"type": "string", "pattern": r"^\d{5}$"})

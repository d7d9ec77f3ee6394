"""`curp`: Mexico's population registry key. Personal by nature, and never a condition of service.

Source: Instructivo normativo para la asignación de la CURP (DOF, 18 October 2021). The eleventh character is
H, M or X; the generic key of a foreigner means "none". python-stdnum refuses X, hence a check of our own.
Service is not refused for want of a CURP (Ley Nacional para Eliminar Trámites Burocráticos, 2025, art. 66).
"""

from typing import Any, ClassVar, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as WrongCurp
from stdnum.mx import curp as registry

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described
from casetypes.kernel.expressions import CelType

SEX = 10
GENERIC = ("XEXX010101HNEXXXA4", "XEXX010101MNEXXXA8")


class CurpOptions(FieldOptions):
    """`required` is not honoured: a person without a CURP is served all the same."""

    personal_by_nature: ClassVar[bool] = True

    type: Literal["curp"]


class CurpField(forms.CharField):
    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").upper().replace(" ", "").replace("-", "")
        return "" if text in GENERIC else text

    def validate(self, value: str) -> None:
        if value and not is_curp(value):
            raise ValidationError(
                _("This is no CURP: check its 18 characters, or leave it empty."), code="curp"
            )


def is_curp(text: str) -> bool:
    """Whether the form, the date, the state and the check digit are right, for sex H, M and X."""
    if len(text) != 18 or text[SEX] not in "HMX":
        return False
    as_known = text[:SEX] + "H" + text[SEX + 1 :] if text[SEX] == "X" else text
    try:
        registry.validate(as_known, validate_check_digits=False)
        return registry.calc_check_digit(text) == text[-1]
    except (WrongCurp, ValueError):
        return False


class Curp(FieldType[CurpOptions]):
    name = "curp"
    Options = CurpOptions
    cel_type = CelType.STRING
    reads_from = frozenset({"text"})

    def form_field(self, spec: CurpOptions, language: str, context: FieldContext = ANYWHERE) -> forms.Field:
        widget = forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"})
        arguments = {**common(spec, language), "required": False}
        return CurpField(max_length=24, widget=widget, **arguments)

    def json_schema(self, spec: CurpOptions, language: str) -> dict[str, Json]:
        return described(
            spec, language, {"type": "string", "pattern": r"^[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d$"}
        )

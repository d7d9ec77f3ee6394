"""The one validation of JSON-shaped answers: web, API, imports, transition inputs and checklists come through here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.builder import Fields, type_of
from casetypes.forms.field_type import ANYWHERE, FieldContext, Json
from casetypes.kernel.errors import Invalid
from casetypes.kernel.text import closest

REQUIRED = _("This is needed.")
LEGACY = FieldContext(legacy=True)


@dataclass(frozen=True)
class CleanAnswers:
    """Validated answers of the pages that were reached: those kept with the case and those sealed apart."""

    form: dict[str, Json] = field(default_factory=dict)
    personal: dict[str, Json] = field(default_factory=dict)

    @property
    def all(self) -> dict[str, Json]:
        return {**self.form, **self.personal}


def clean_values(
    fields: Fields, raw: Mapping[str, Json], *, language: str, context: FieldContext = ANYWHERE
) -> dict[str, Json]:
    """Answers to all of these fields. Raises Invalid with the texts of every field that is wrong.

    Unknown keys, values of the wrong type and missing required ones are wrong; what says nothing is left out.
    """
    raw = _as_mapping(raw)
    errors = _unknown(fields, raw)
    values = _clean_each(fields, raw, language, context, errors)
    errors |= _missing(fields, values, errors, context)
    if errors:
        raise Invalid(fields=errors)
    return values


def clean_answers(
    compiled: CompiledService, raw: Mapping[str, Json], *, language: str, legacy: bool = False
) -> CleanAnswers:
    """Answers to a whole service. Those of pages and fields that do not apply are dropped, whatever they hold.

    A legacy record may leave anything out, and its values may be text (they come from columns). File fields
    take lists of attachment ids. Raises Invalid with the texts of every field that is wrong.
    """
    raw = _as_mapping(raw)
    context = LEGACY if legacy else ANYWHERE
    wrong = _unknown(compiled.fields, raw)
    values = _clean_each(compiled.fields, raw, language, context, wrong)
    asked = compiled.fields if legacy else compiled.asked(values)
    errors = {key: texts for key, texts in wrong.items() if key in asked or key not in compiled.fields}
    errors |= _missing(asked, values, errors, context)
    if errors:
        raise Invalid(fields=errors)
    kept = {key: value for key, value in values.items() if key in asked}
    personal = compiled.personal_fields
    return CleanAnswers(
        form={key: value for key, value in kept.items() if key not in personal},
        personal={key: value for key, value in kept.items() if key in personal},
    )


def clean_corrections(
    compiled: CompiledService,
    stored: Mapping[str, Json],
    given: Mapping[str, Json],
    *,
    language: str,
    legacy: bool = False,
) -> dict[str, Json]:
    """All answers of a case with some of them `given` anew (raw; None or blank takes one away).

    What is not given stays as it was taken in, whatever a rule would say of it today. Answers of pages and fields
    that no longer apply are dropped, but for those that staff never corrects (files, consents); questions that apply
    now must be answered. Raises Invalid with the texts of every field that is wrong.
    """
    given = _as_mapping(given)
    fields = {key: compiled.fields[key] for key in given if key in compiled.fields}
    wrong = _unknown(compiled.fields, given)
    values = _clean_each(fields, given, language, ANYWHERE, wrong)
    kept = {key: value for key, value in stored.items() if key not in given}
    kept |= {key: _as_stored(fields[key], stored.get(key), value, language) for key, value in values.items()}
    asked = compiled.asked(kept)
    needed = {} if legacy else _to_be_answered(compiled, stored, given, asked)
    errors = {key: texts for key, texts in wrong.items() if key in asked or key not in compiled.fields}
    errors |= _missing(needed, kept, errors, ANYWHERE)
    if errors:
        raise Invalid(fields=errors)
    dropped = compiled.correctable - asked.keys()
    return {key: value for key, value in kept.items() if key not in dropped}


def _as_stored(spec: FieldOptions, before: Json, value: Json, language: str) -> Json:
    """What says the same as before stays as it was written."""
    if before is None or before == value:
        return value
    try:
        same = type_of(spec).clean_json(before, spec, language, LEGACY) == value
    except ValidationError:
        return value
    return before if same else value


def _to_be_answered(
    compiled: CompiledService, stored: Mapping[str, Json], given: Mapping[str, Json], asked: Fields
) -> Fields:
    """Questions given anew, and those that did not apply before. An old gap in what nobody touches stays one."""
    before = compiled.asked(stored)
    return {
        key: spec
        for key, spec in asked.items()
        if key in compiled.correctable and (key in given or key not in before)
    }


def _as_mapping(raw: Any) -> Mapping[str, Json]:
    if not isinstance(raw, Mapping) or not all(isinstance(key, str) for key in raw):
        raise Invalid(_("Send the answers as an object, one key per question."), fields={"": []})
    return raw


def _unknown(fields: Fields, raw: Mapping[str, Json]) -> dict[str, list[object]]:
    asking = [key for key, spec in fields.items() if spec.asks]
    errors: dict[str, list[object]] = {}
    for key in sorted(set(raw) - set(asking)):
        near = closest(key, asking)
        text = _("There is no question “%(key)s” here.") % {"key": key[:60]}
        hint = _("Did you mean “%(near)s”?") % {"near": near} if near else ""
        errors[key[:60]] = [f"{text} {hint}".strip()]
    return errors


def _clean_each(
    fields: Fields,
    raw: Mapping[str, Json],
    language: str,
    context: FieldContext,
    errors: dict[str, list[object]],
) -> dict[str, Json]:
    """Cleaned values of what is given; what cannot be cleaned goes into `errors`."""
    values = {}
    for key, spec in fields.items():
        if not spec.asks or _is_blank(raw.get(key)):
            continue
        try:
            value = type_of(spec).clean_json(raw[key], spec, language, context)
        except ValidationError as error:
            errors[key] = list(error.messages)
        else:
            if value is not None:
                values[key] = value
    return values


def _is_blank(value: Json) -> bool:
    return value is None or value == "" or value == [] or value == {}


def _missing(
    fields: Fields, values: Mapping[str, Json], errors: Mapping[str, object], context: FieldContext
) -> dict[str, list[object]]:
    if context.legacy:
        return {}
    return {
        key: [REQUIRED]
        for key, spec in fields.items()
        if key not in errors and _is_required(spec) and type_of(spec).is_missing(values.get(key), spec)
    }


def _is_required(spec: FieldOptions) -> bool:
    """A CURP is never a condition of service (see its field type)."""
    return spec.required and spec.asks and spec.type != "curp"

"""`set` writes an answer of another kind than its field, or one that must not be written."""

from collections.abc import Iterator

from casetypes.definitions.linter.effects import effect_calls
from casetypes.definitions.linter.expressions import fields_as_types, visible_at
from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase
from casetypes.kernel.expressions import CelType, result_type
from casetypes.kernel.expressions.problems import TYPE_NAMES
from casetypes.kernel.expressions.types import as_slot

RULE = "unfit-answer"
TITLE = phrase("An effect writes what its field cannot hold")
WHY = phrase(
    "Pages, figures and later steps read the field as the kind it says it is; and what is personal is kept under "
    "lock, where no effect writes."
)
MEND = phrase("Write a value of the field's own kind, or into a field that fits.")
WHOLE = True
GOOD = """
transitions:
  rechazar: {from: [recibido], to: improcedente, by: [control_desk], do: [{set: {tamano: '3'}}]}
"""
BAD = """
transitions:
  rechazar: {from: [recibido], to: improcedente, by: [control_desk], do: [{set: {tamano: ▸form.urgente}}]}
"""
_FREE = {CelType.DYN, CelType.LIST, CelType.MAP, CelType.MESSAGE}
_FITS = {CelType.DOUBLE: {CelType.DOUBLE, CelType.INT}}


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    fields = {key: each for page in service.spec.form.values() for key, each in page.fields.items()}
    kinds = {key: as_slot(slot) for key, slot in fields_as_types(fields).items()}
    for path, call in effect_calls(service.spec):
        for key, text in getattr(call.args, "values", {}).items() if call.name == "set" else ():
            if key not in kinds:
                continue
            place = (*path, "set", key)
            if fields[key].is_personal:
                message = phrase('"%(key)s" is personal, so no effect may write it', key=key)
                yield service.problem(RULE, place, message, phrase("Ask for it in the step itself."))
                continue
            found, kind = result_type(text, visible_at(service, place)), kinds[key]
            plain = kind.type if isinstance(kind.type, CelType) and not kind.many else CelType.DYN
            if found and not {found, plain} & _FREE and found not in _FITS.get(plain, {plain}):
                message = phrase(
                    'the field "%(key)s" holds %(kind)s, and this gives %(found)s',
                    key=key,
                    kind=TYPE_NAMES.get(plain, plain),
                    found=TYPE_NAMES.get(found, found),
                )
                yield service.problem(RULE, place, message)

"""A page that the office fills, of which nothing writes a field, or with fields that no effect can write."""

from collections.abc import Iterator

from casetypes.definitions.linter.effects import effect_calls
from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.schema.references import Refers, marked
from casetypes.kernel.registry import field_types

RULE = "office-page"
TITLE = phrase("What the office notes down has to be written by something")
WHY = phrase(
    "Nobody is asked for a field of a page with filled_by: office; without an effect that writes it, it stays empty."
)
MEND = phrase("Write it where it becomes known: do: [{set: {field: input.field}}].")
WHOLE = True
GOOD = """
form:
  cobro:
    title: {es: Cobro, en: Fee}
    filled_by: office
    fields: {recibo: {type: text, label: {es: Recibo, en: Receipt}}}
transitions:
  rechazar: {from: [recibido], to: improcedente, by: [control_desk], do: [{set: {recibo: '"sin pago"'}}]}
"""
BAD = """
form:
  cobro:
    title: {es: Cobro, en: Fee}
    filled_by: office
    fields: {▸recibo: {type: text, label: {es: Recibo, en: Receipt}}}
"""
_WRITES = Refers("form field", "writes")


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    written = {
        one.value
        for _path, call in effect_calls(service.spec)
        for one in marked(call.args)
        if one.mark == _WRITES and one.is_key
    }
    for page_key, page in service.spec.form.items():
        for key, options in page.fields.items() if page.by_office else ():
            path = ("form", page_key, "fields", key)
            if why := _unwritable(options):
                yield service.problem(RULE, path, why, phrase("Ask for it in the step itself."), at_key=True)
            elif key not in written:
                message = phrase('nothing ever writes the field "%(key)s"', key=key)
                hint = phrase("Add do: [{set: {%(key)s: …}}] to the step in which it becomes known.", key=key)
                yield service.problem(RULE, path, message, hint, at_key=True)


def _unwritable(options: FieldOptions) -> str:
    if options.is_personal:
        return phrase("a personal answer is kept under lock, where no effect writes")
    if not options.asks or field_types.get(options.type).takes_files:
        return phrase("a %(type)s cannot be written by an effect", type=options.type)
    return phrase("nobody is asked, so it cannot be required") if options.required else ""

"""`access` lets somebody correct an answer that nobody may correct, or that they may not even read."""

from collections.abc import Iterator

from casetypes.definitions.field_rights import READS_PERSONAL
from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.schema.service import FieldAccess, Page
from casetypes.kernel.registry import field_types

RULE = "idle-write-right"
TITLE = phrase("A right to correct that nobody could use")
WHY = phrase(
    "Who corrects an answer sees it; files, consents and what the office notes down are not corrected, and nothing of "
    "a confidential service is."
)
MEND = phrase("Let the role read the answer too, or take it out of write.")
WHOLE = True
GOOD = "access: {correo: {read: [control_desk], write: [control_desk]}}"
BAD = "access: {correo: {read: [control_desk], write: [control_desk, ▸agent]}, aviso: {▸write: [agent]}}"
OUTSIDE = ("reporter", "system")


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    asked = {key: (page, field) for page in service.spec.form.values() for key, field in page.fields.items()}
    for key, access in service.spec.access.items():
        if access.write is None and access.write_in is None:
            continue
        if why := _never(service, key, *asked.get(key, (None, None))):
            word = "write" if access.write is not None else "write_in"
            hint = phrase("Take this line out.")
            yield service.problem(RULE, ("access", key, word), why, hint, at_key=True)
            continue
        yield from _blind(service, key, access, asked[key][1])


def _never(service: ServiceUnderLint, key: str, page: Page | None, field: FieldOptions | None) -> str:
    """Why the answer to this field is never corrected; "" when it can be."""
    if page is None or field is None:
        return phrase('"%(key)s" is no question of the form: only its answers are corrected', key=key)
    if service.spec.confidential:
        return phrase("answers of a confidential service are not corrected")
    if page.by_office:
        return phrase('"%(key)s" is noted down by the office: a step writes it anew', key=key)
    if not field.asks or not field_types.get(field.type).correctable:
        return phrase("a %(type)s is not corrected by staff", type=field.type)
    return ""


def _blind(
    service: ServiceUnderLint, key: str, access: FieldAccess, field: FieldOptions | None
) -> Iterator[Problem]:
    """Writers who never read the answer, or who are no staff."""
    readers = {*access.read, *(role for roles in access.states.values() for role in roles)}
    if not readers and field is not None and field.is_personal:
        readers = set(READS_PERSONAL)
    for index, role in enumerate(access.write or ()):
        if role in OUTSIDE:
            message = phrase('"%(role)s" corrects nothing: only staff does', role=role)
        elif readers and role not in readers:
            message = phrase('"%(role)s" would correct "%(key)s" without reading it', role=role, key=key)
        else:
            continue
        hint = phrase("Let the role read it too, or take it out of this list.")
        yield service.problem(RULE, ("access", key, "write", index), message, hint)

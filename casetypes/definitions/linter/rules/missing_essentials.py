"""Every service says where (or that there is no place), how urgent, and asks a consent for what is personal."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "missing-essentials"
TITLE = phrase("Something every service needs is missing")
WHY = phrase(
    "Every service says where, how urgent, and with which consent it asks for what is personal; where there is no "
    "place, it says so."
)
MEND = phrase("Use the fragments ubicacion and privacidad, and write at least priority: [{is: normal}].")
WHOLE = True
GOOD = "location: required"
BAD = "▸form: {privacidad: null}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    spec = service.spec
    types = {options.type for page in spec.form.values() for options in page.fields.values()}
    if spec.location == "required" and not types & {"location", "address", "asset"}:
        hint = phrase('Use the fragment "ubicacion", or write location: none.')
        yield service.problem(RULE, ("form",), phrase("the form does not ask where"), hint, at_key=True)
    if not spec.priority:
        message, hint = (
            phrase("the service does not say its priority"),
            phrase("Write at least priority: [{is: normal}]."),
        )
        yield service.problem(RULE, ("priority",), message, hint)
    if spec.for_everyone and _asks_personal(service) and not _consents(service):
        hint = phrase('Use the fragment "privacidad", or add a required field of type consent.')
        yield service.problem(
            RULE, ("form",), phrase("the form asks for personal data and for no consent"), hint, at_key=True
        )


def _asks_personal(service: ServiceUnderLint) -> bool:
    return any(options.is_personal for page in service.spec.form.values() for options in page.fields.values())


def _consents(service: ServiceUnderLint) -> bool:
    fields = (options for page in service.spec.form.values() for options in page.fields.values())
    return any(options.type == "consent" and options.required for options in fields)

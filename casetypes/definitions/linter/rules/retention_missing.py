"""A service collects personal data and does not say how long they are kept. A warning."""

from collections.abc import Iterator, Mapping

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase
from casetypes.definitions.schema.fields import FieldOptions

RULE = "retention-missing"
TITLE = phrase("Nobody says how long personal data are kept")
WHY = phrase(
    "Who gives personal data is told for how long; what is kept for no longer than it is needed cannot leak later."
)
MEND = phrase("Say it: retention: {personal: 2 years after closing, case: 10 years}.")
WHOLE = True
GOOD = "retention: {personal: 2 years after closing, case: 10 years}"
BAD = "{▸form: {}, retention: null}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    if service.spec.retention is None and (key := _personal(service)):
        message = phrase('the service asks for "%(key)s" and does not say how long it is kept', key=key)
        yield service.problem(RULE, ("form",), message, MEND, at_key=True, severity="warning")


def _personal(service: ServiceUnderLint) -> str | None:
    """The first question, on whatever page, step or checklist, whose answer is personal."""
    spec = service.spec
    asked: list[Mapping[str, FieldOptions]] = [
        *(page.fields for page in spec.form.values()),
        *(transition.input for transition in spec.transitions.values()),
        *(checklist.items for checklist in spec.checklists.values()),
    ]
    return next((key for fields in asked for key, options in fields.items() if options.is_personal), None)

"""An expression, the public page, a queue, a scenario or an import names a field that the form does not have."""

from collections.abc import Iterable, Iterator

from casetypes.definitions.linter.expressions import expression_problems
from casetypes.definitions.linter.subject import FileUnderLint, ServiceUnderLint, keys_of
from casetypes.definitions.loader import DataPath
from casetypes.definitions.problems import Problem, did_you_mean, phrase

RULE = "unknown-field"
TITLE = phrase("A question that does not exist")
WHY = phrase(
    "An expression, the public page, a queue, a scenario or an import asks for a field that the form "
    "does not have, so its answer would always be missing."
)
MEND = phrase("Use the key of a field of this form (or of the input of this transition), or add the field.")
GOOD = "public: {show: [tamano]}"
BAD = "public: {show: [▸tamanno]}"


def check(file: FileUnderLint) -> Iterator[Problem]:
    if isinstance(file, ServiceUnderLint):
        yield from file.unknown(RULE, "field")
        yield from file.unknown(RULE, "form field")
        yield from file.unknown(RULE, "computed value")
        yield from expression_problems(file, RULE)
        yield from _in_queue(file)
        yield from _in_scenarios(file)
    elif file.loaded.kind == "import":
        yield from _in_import(file)


def _in_queue(service: ServiceUnderLint) -> Iterator[Problem]:
    for section in ("columns", "group_by", "filters"):
        for index, column in enumerate(getattr(service.spec.queue, section)):
            if column.startswith("form."):
                key = column.removeprefix("form.")
                yield from _missing(
                    service, ("queue", section, index), [key], service.form_fields, phrase("the queue")
                )


def _in_scenarios(service: ServiceUnderLint) -> Iterator[Problem]:
    for name, scenario in service.spec.scenarios.items():
        path: DataPath = ("scenarios", name)
        yield from _missing(
            service, (*path, "attach"), scenario.attach, service.form_fields, phrase("the form")
        )
        yield from _missing(
            service, (*path, "given"), scenario.given, service.form_fields, phrase("the form")
        )
        for index, step in enumerate(scenario.steps):
            place = (*path, "steps", index, "with")
            if step.do in service.keys("transitions"):
                known = service.keys("transitions", str(step.do), "input")
                yield from _missing(
                    service, place, step.input, known, phrase('the input of "%(key)s"', key=step.do)
                )
            elif step.check in service.keys("checklists"):
                known = service.keys("checklists", str(step.check), "items")
                yield from _missing(
                    service, place, step.input, known, phrase('the checklist "%(key)s"', key=step.check)
                )


def _in_import(file: FileUnderLint) -> Iterator[Problem]:
    service = file.fed_service
    if service is not None:
        known = [key for page in keys_of(service, "form") for key in keys_of(service, "form", page, "fields")]
        yield from _missing(
            file, ("fields",), file.spec.fields, known, phrase('the form of "%(key)s"', key=service.key)
        )


def _missing(
    file: FileUnderLint, path: DataPath, used: Iterable[str], known: list[str], where: str
) -> Iterator[Problem]:
    for key in used:
        if key not in known:
            hint = did_you_mean(key, known, otherwise="Fields")
            yield file.problem(
                RULE,
                (*path, key),
                phrase('%(where)s has no field "%(key)s"', where=where, key=key),
                hint,
                at_key=True,
            )

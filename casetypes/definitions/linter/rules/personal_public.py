"""A personal answer would be shown publicly, or copied into a computed value, which is not kept apart."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase
from casetypes.kernel.expressions import references

RULE = "personal-public"
TITLE = phrase("A personal answer would be public")
WHY = phrase(
    "What a person told about themselves would be shown to everybody, or kept where it is not sealed."
)
MEND = phrase("Take it out of what is shown; compute something that tells less.")
GOOD = "public: {show: [tamano]}"
BAD = "public: {show: [▸correo]}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    personal = _personal(service)
    for index, key in enumerate(service.spec.public.show):
        if key in personal:
            hint = phrase("Take it out of public, or out of personal.")
            message = phrase('the personal field "%(key)s" would be shown to everybody', key=key)
            yield service.problem(RULE, ("public", "show", index), message, hint)
    for key, calc in service.spec.calc.items():
        for path in references(calc.formula):
            if calc.type == "text" and path[0] == "form" and path[1:] and path[1] in personal:
                message = phrase(
                    'computed value "%(key)s" would copy the personal field "%(path)s"', key=key, path=path[1]
                )
                yield service.problem(
                    RULE, ("calc", key, "is"), message, phrase("Compute something that tells less.")
                )


def _personal(service: ServiceUnderLint) -> set[str]:
    groups = [page.fields for page in service.spec.form.values()]
    groups += [transition.input for transition in service.spec.transitions.values()]
    groups += [checklist.items for checklist in service.spec.checklists.values()]
    return {key for group in groups for key, options in group.items() if options.is_personal}

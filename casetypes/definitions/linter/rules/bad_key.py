"""A key that cannot stand in an expression, or a field key that is used on two pages: answers go by one name."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "bad-key"
TITLE = phrase("A key that cannot be used")
WHY = phrase(
    "Keys are used in expressions and answers go by them, so each has lower-case letters, digits and "
    "_, begins with a letter, and is used once in a form."
)
MEND = phrase("Rename it: tamano_cm instead of Tamaño cm. What people read is written in label and title.")
GOOD = "form: {mas: {title: {es: Más, en: More}, fields: {otro: {type: text, label: {es: Otro, en: Other}}}}}"
BAD = (
    "form: {mas: {title: {es: Más, en: More}, fields: {▸tamano: {type: text, label: {es: Otro, en: Other}}}}}"
)


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    pages: dict[str, str] = {}
    for page_key, page in service.spec.form.items():
        for key in page.fields:
            if key in pages:
                message = phrase(
                    'the field "%(key)s" already stands on the page "%(pages)s"', key=key, pages=pages[key]
                )
                path = ("form", page_key, "fields", key)
                yield service.problem(RULE, path, message, phrase("Give it another key."), at_key=True)
            pages.setdefault(key, page_key)

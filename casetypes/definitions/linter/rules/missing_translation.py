"""A text lacks a language that the service (or the city) requires, or a field of the form has no label."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint, ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "missing-translation"
TITLE = phrase("A language is missing")
WHY = phrase("Somebody would read an empty line, or a key instead of a question.")
MEND = phrase("Write the text in every required language, and a label for every field.")
GOOD = "title: {es: Bache, en: Pothole}"
BAD = "title: ▸{es: '', en: Pothole}"

NAMES = {"es": phrase("Spanish"), "en": phrase("English")}


def check(file: FileUnderLint) -> Iterator[Problem]:
    required = file.spec.languages.required if isinstance(file, ServiceUnderLint) else file.city.languages[:1]
    for one in file.texts():
        missing = [language for language in required if not str(one.value.get(language, "")).strip()]
        if missing and one.value:
            message = phrase(
                "%(owner)s: %(path)s has no text in %(names)s",
                owner=file.owner(one.path),
                path=one.path[-1],
                names=_named(missing),
            )
            yield file.problem(RULE, one.path, message)
    if isinstance(file, ServiceUnderLint):
        yield from _labels(file)


def _named(languages: list[str]) -> str:
    """Their names where they are known, as one phrase that can still be translated."""
    said = ""
    for language in languages:
        name = NAMES.get(language, language)
        said = phrase("%(first)s and %(second)s", first=said, second=name) if said else name
    return said


def _labels(service: ServiceUnderLint) -> Iterator[Problem]:
    for page_key, page in service.spec.form.items():
        for key, options in page.fields.items():
            unsure = service.unsure("form", page_key, "fields", key)
            if options.asks and not options.label and "label" not in unsure:
                path = ("form", page_key, "fields", key)
                hint = phrase("Citizens read it: label: {es: …}.")
                yield service.problem(
                    RULE, path, phrase('field "%(key)s" has no label', key=key), hint, at_key=True
                )

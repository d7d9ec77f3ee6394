"""An import or a child case names a service that the city does not have."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint
from casetypes.definitions.problems import Problem, did_you_mean, phrase
from casetypes.definitions.schema.imports import ServiceMap

RULE = "unknown-service"
TITLE = phrase("A service that does not exist")
WHY = phrase(
    "An import or a child case names a service that the city does not have, so its cases could not be opened."
)
MEND = phrase("Use the key of a service of this city.")
FILE = "import"
GOOD = "service: bache"
BAD = "service: {column: tipo, map: {hoyo: ▸baches}}"


def check(file: FileUnderLint) -> Iterator[Problem]:
    yield from file.unknown(RULE, "service")
    yield from _in_import(file)


def _in_import(file: FileUnderLint) -> Iterator[Problem]:
    """`service: {column: …, map: {…}}` sends the rows of one file to many services."""
    mapped = file.spec.service if file.loaded.kind == "import" else None
    services = file.names("service")
    for words, key in mapped.targets() if isinstance(mapped, ServiceMap) and services is not None else ():
        if key not in (services or ()):
            message = phrase(
                '"%(words)s" becomes the service "%(key)s", which the city has not', words=words[-1], key=key
            )
            yield file.problem(RULE, ("service", "map", *words), message, did_you_mean(key, services or ()))

"""An import or a child case names a service that the city does not have."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint
from casetypes.definitions.problems import Problem, did_you_mean
from casetypes.definitions.schema.city import ColumnMap

RULE = "unknown-service"
FILE = "import"
GOOD = "service: bache"
BAD = "service: {column: tipo, map: {hoyo: baches}}"


def check(file: FileUnderLint) -> Iterator[Problem]:
    yield from file.unknown(RULE, "service")
    yield from _in_import(file)


def _in_import(file: FileUnderLint) -> Iterator[Problem]:
    """`service: {column: …, map: {…}}` sends the rows of one file to many services."""
    mapped = file.spec.service if file.loaded.kind == "import" else None
    services = file.names("service")
    for word, key in mapped.map.items() if isinstance(mapped, ColumnMap) and services is not None else ():
        if key not in (services or ()):
            message = f'"{word}" becomes the service "{key}", which the city has not'
            yield file.problem(RULE, ("service", "map", word), message, did_you_mean(key, services or ()))

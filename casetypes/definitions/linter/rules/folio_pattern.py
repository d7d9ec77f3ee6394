"""The folio pattern of city.yaml cannot make folios that are short, unique and safe to read aloud."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint
from casetypes.definitions.problems import Problem, phrase
from casetypes.kernel.folio import FolioPattern, FolioPatternError

RULE = "folio-pattern"
TITLE = phrase("The folio would not be unique or readable")
WHY = phrase("The folio is how people name their case: it must be unique, short and safe to read aloud.")
MEND = phrase("Write letters of the city, the year, eight random signs and the check sign.")
FILE = "city"
GOOD = 'folio: "TRC-{year:2}-{random:8}{check}"'
BAD = 'folio: ▸"TRC-{yaer:2}-{random:8}{check}"'


def check(file: FileUnderLint) -> Iterator[Problem]:
    if file.loaded.kind != "city":
        return
    try:
        FolioPattern(file.spec.folio)
    except FolioPatternError as error:
        hint = phrase('Write for example "TRC-{year:2}-{random:8}{check}".')
        yield file.problem(RULE, ("folio",), error.message, hint)

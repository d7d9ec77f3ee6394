"""An effect sends a message, or opens a survey, that messages.yaml does not have."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "unknown-message"
TITLE = phrase("A message or survey that does not exist")
WHY = phrase("An effect sends a message, or opens a survey, that has no words, so nobody would be told.")
MEND = phrase("Use a key of messages.yaml, or write the message there.")
GOOD = "on_open: {do: [{notify: recibido}]}"
BAD = "on_open: {do: [{notify: ▸recibidos}]}"


def check(file: FileUnderLint) -> Iterator[Problem]:
    yield from file.unknown(RULE, "message")
    yield from file.unknown(RULE, "survey")

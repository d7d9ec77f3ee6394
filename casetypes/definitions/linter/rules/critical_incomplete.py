"""A critical message could reach nobody: it goes by e-mail at once today, and by SMS as soon as there is one."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "critical-incomplete"
TITLE = phrase("A critical message could reach nobody")
WHY = phrase("A critical message must reach somebody: it needs words for e-mail and short words for SMS.")
MEND = phrase("Write both email and short.")
FILE = "messages"
GOOD = """
messages:
  alerta:
    critical: true
    email: {subject: {es: Alerta, en: Alert}, body: {es: Aléjese., en: Keep away.}}
    short: {es: Aléjese., en: Keep away.}
"""
BAD = """
messages:
  ▸alerta:
    critical: true
    short: {es: Aléjese., en: Keep away.}
"""


def check(file: FileUnderLint) -> Iterator[Problem]:
    if file.loaded.kind != "messages":
        return
    for key, message in file.spec.messages.items():
        if not message.critical:
            continue
        path = ("messages", key)
        if message.email is None:
            told = phrase('the critical message "%(key)s" has no words for e-mail', key=key)
            hint = phrase("Add email: it is the way that is open today.")
            yield file.problem(RULE, path, told, hint, at_key=True)
        if not message.short:
            told = phrase('the critical message "%(key)s" has no short words', key=key)
            hint = phrase("Add short: it goes by SMS as soon as the city has one.")
            yield file.problem(RULE, path, told, hint, at_key=True)

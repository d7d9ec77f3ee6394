"""The text `about.duration` promises a length of time that no deadline of the service has. A warning."""

import re
from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase
from casetypes.kernel.business_time import Span

RULE = "promise-mismatch"
TITLE = phrase("The time that people are told is not the one of the deadline")
WHY = phrase(
    "Before they report, people read how long it takes. When no deadline says the same, they wait for something that"
    " nobody measures."
)
MEND = phrase("Change the words of about.duration, or the budget of the clock.")
WHOLE = True
GOOD = """
about: {duration: {es: Hasta 5 días hábiles., en: Up to 5 working days.}}
clocks: {solucion: {calendar: oficina, runs_in: [recibido], budget: 5 working days}}
"""
BAD = """
about: {duration: {es: ▸Hasta 3 días hábiles., en: Up to 5 working days.}}
clocks: {solucion: {calendar: oficina, runs_in: [recibido], budget: 5 working days}}
"""
# A text that begins with the one length of time it names, or "from 2 to 5 days", can be compared with certainty.
_SPAN = re.compile(
    r"(\d+)\s+(días?|horas?|minutos?|days?|hours?|minutes?|working days?|working hours?)\b(\s+hábil(?:es)?)?",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:hasta|en|máximo|a más tardar en|up to|within|at most|de|entre|from|between)?\s*"
    r"(?:\d+\s*(?:a|y|to|and|-|–))?\s*",
    re.IGNORECASE,
)
_UNITS = {"d": "day", "h": "hour", "m": "minute"}


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    budgets = {str(Span.parse(rule.span)) for clock in service.spec.clocks.values() for rule in clock.budget}
    for language, text in service.spec.about.duration.items() if budgets else ():
        promised = _promised(text)
        if promised and promised not in budgets:
            message = phrase('people are told "%(text)s", and no clock has that budget', text=text)
            hint = phrase("The budgets are: %(budgets)s.", budgets=", ".join(sorted(budgets)))
            path = ("about", "duration", language)
            yield service.problem(RULE, path, message, hint, severity="warning")


def _promised(text: str) -> str | None:
    """`5 working days` of "De 2 a 5 días hábiles, según el riesgo."; None for a text that says it otherwise."""
    spans = list(_SPAN.finditer(text))
    if len(spans) != 1 or not _BEFORE.fullmatch(text[: spans[0].start()]):
        return None
    number, word, working = spans[0].groups()
    unit = _UNITS[word.lower().removeprefix("working ")[0]]
    return str(Span(int(number), unit, bool(working) or word.lower().startswith("working")))

"""What the loader and the linter say, in the language of who reads it. They themselves know no Django."""

from dataclasses import replace

from django.utils.translation import pgettext

from casetypes.definitions.problems import Phrase, Problem

CONTEXT = "problem"  # of the catalogue: words such as "state" mean something else elsewhere


def in_words(text: str) -> str:
    """A message or hint of a problem in the active language; what has no translation stays English."""
    if not isinstance(text, Phrase):
        return text
    template = pgettext(CONTEXT, text.template) if text.template else ""
    values = {
        name: in_words(value) if isinstance(value, str) else value for name, value in text.values.items()
    }
    return template % values if values else template


def told(problem: Problem) -> Problem:
    """The same problem in the active language."""
    return replace(problem, message=in_words(problem.message), hint=in_words(problem.hint))

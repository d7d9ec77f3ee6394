"""Sentences of the plain-Python rooms, in English, that a face can still say in another language."""

from collections.abc import Mapping
from typing import Any


class Phrase(str):
    """An English sentence that still knows its template and values, so that a face can say it in another language."""

    template: str
    values: Mapping[str, object]

    def __deepcopy__(self, memo: dict[int, Any]) -> "Phrase":
        return self


def phrase(template: str, **values: object) -> Phrase:
    """`phrase('no desk "%(desk)s"', desk="x")`; the template is the key of its translations (`definitions.wording`).

    Values may be phrases too.
    """
    made = Phrase(template % values if values else template)
    made.template, made.values = template, values
    return made

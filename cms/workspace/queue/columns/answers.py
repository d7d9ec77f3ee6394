"""Columns of what reporters answered: a field of the form, as its type displays it."""

from collections.abc import Collection, Sequence
from typing import Any

from casetypes.definitions import selectors as definitions
from casetypes.forms.builder import type_of
from casetypes.queues.rows import CaseRow
from cms.workspace.queue.columns.column import NOTHING, CaseColumn
from cms.workspace.queue.sight import Sight

HEADING = 40  # characters of a heading
NAMED = 2  # questions that one heading names; for more it ends in `MORE`
BETWEEN, MORE = " / ", "…"


class AnswerColumn(CaseColumn):
    """`asked` are the questions of the desk's services, the oldest first: one heading for rows of all of them,
    shortened; the whole of it is its tooltip. `units` are those of its numbers: of one, a file says it in the heading,
    of several, in every cell."""

    def __init__(
        self, name: str, asked: Sequence[str], language: str, *, sight: Sight, units: Collection[str] = ()
    ) -> None:
        self.sight = sight
        self.units = frozenset(units)
        self.asked = tuple(dict.fromkeys(asked))
        self.key = name.removeprefix("form.")
        room = HEADING // min(len(self.asked), NAMED)
        shortened = [_shortened(question, room) for question in self.asked[:NAMED]]
        more = [MORE] if len(self.asked) > NAMED else []
        super().__init__(name, BETWEEN.join([*dict.fromkeys(shortened), *more]), language)

    @property
    def heading(self) -> str:
        return BETWEEN.join(self.asked)

    @property
    def file_heading(self) -> str:
        unit = f"({next(iter(self.units))})" if len(self.units) == 1 else ""
        return self.heading if unit in self.heading else f"{self.heading} {unit}"

    def text(self, row: CaseRow) -> str:
        spec = definitions.compiled(row.version_id).fields.get(self.key)
        value = self._value(row)
        return type_of(spec).display(value, spec, self.language) if spec and value is not None else NOTHING

    def in_file(self, row: CaseRow) -> str:
        spec = definitions.compiled(row.version_id).fields.get(self.key)
        value = self._value(row)
        if spec is None or value is None or len(self.units) > 1:
            return super().in_file(row)
        return type_of(spec).in_file(value, spec, self.language)

    def _value(self, row: CaseRow) -> Any:
        """None for no answer, and for one that whoever looks may not read."""
        value = row.answers.get(self.key)
        return value if value is not None and self.sight.reads(self.key, row) else None


def _shortened(words: str, room: int) -> str:
    """Cut between two words where it can be, and marked as cut."""
    if len(words) <= room:
        return words
    cut = words[: room - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + MORE

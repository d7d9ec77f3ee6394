"""What a check shows: problems in order with their place and words, and the diagram of what can be read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from casetypes.definitions.checking import Checked, check_text, file_of
from casetypes.definitions.graph import state_diagram
from casetypes.definitions.loader import DataPath
from casetypes.definitions.problems import Problem
from casetypes.definitions.schema.service import Service
from casetypes.definitions.wording import in_words
from cms.studio.rules import title_of

LONGEST_EXCERPT = 160


@dataclass(frozen=True)
class Mistake:
    """A problem as a person reads it. `line` is 0 when it lies in another file of the city, named by `file`."""

    problem: Problem
    title: str
    message: str
    hint: str
    file: str
    line: int
    excerpt: str


@dataclass(frozen=True)
class Check:
    """`diagram` is "" when too little can be read; `partial` when parts with mistakes are missing from it."""

    checked: Checked
    errors: list[Mistake]
    warnings: list[Mistake]
    diagram: SafeString
    partial: bool


def check(text: str, key: str, language: str) -> Check:
    """Lint a text and draw it, without keeping anything."""
    checked = check_text(text, key=key)
    loaded = checked.loaded
    spec = loaded.partial if isinstance(loaded.partial, Service) else None
    return Check(
        checked=checked,
        errors=mistakes(checked.errors, text, key),
        warnings=mistakes(checked.warnings, text, key),
        diagram=diagram_of(spec, language, loaded.dropped),
        partial=bool(loaded.dropped),
    )


def mistakes(problems: Iterable[Problem], text: str, key: str) -> list[Mistake]:
    """Problems found in the text of a service, as a person reads them."""
    return [_mistake(problem, text, key) for problem in problems]


def diagram_of(spec: Service | None, language: str, unread: Collection[DataPath] = ()) -> SafeString:
    """SVG that may stand in a page: `graph.drawing` escapes every text of the definition."""
    if spec is None or not spec.states:
        return SafeString("")
    return mark_safe(state_diagram(spec, language, unread))  # noqa: S308


def _mistake(problem: Problem, text: str, key: str) -> Mistake:
    own = problem.file == file_of(key)
    lines = text.split("\n")
    there = own and problem.line <= len(lines)
    return Mistake(
        problem=problem,
        title=title_of(problem.rule),
        message=in_words(problem.message),
        hint=in_words(problem.hint),
        file="" if own else problem.file,
        line=problem.line if own else 0,
        excerpt=lines[problem.line - 1].strip()[:LONGEST_EXCERPT] if there else "",
    )

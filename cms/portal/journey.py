"""The journey through a service's form, rebuilt from the start at every request.

Nothing about "where the person is" is stored: from the answers kept so far follows which pages apply, which
of them are done and which comes next. So a page cannot be skipped, and the answers of a page that no longer
applies never reach the check page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.schema.service import Page
from casetypes.forms.answers import clean_values
from casetypes.kernel.errors import Invalid
from casetypes.kernel.text import pick

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """One page of the form that applies; `number` counts from 1; `done` = answered and still valid."""

    key: str
    fields: dict[str, FieldOptions]
    number: int
    done: bool
    title: str
    intro: str


@dataclass(frozen=True)
class Journey:
    """`answers` are everything kept so far; `visited` the keys of pages that were sent in valid."""

    compiled: CompiledService
    kept: Answers
    visited: frozenset[str] = frozenset()

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The pages that apply, in order."""
        language = get_language() or "es"
        return tuple(
            Step(
                key=key,
                fields=self._fields(page),
                number=number,
                done=key in self.visited and self._holds(page),
                title=pick(page.title, language),
                intro=pick(page.intro, language),
            )
            for number, (key, page) in enumerate(self.compiled.pages(self.kept), start=1)
        )

    @cached_property
    def answers(self) -> dict[str, Any]:
        """The answers of what is asked now; those of pages that stopped applying are dropped."""
        return {key: value for key, value in self.kept.items() if key in self._asked}

    @cached_property
    def _asked(self) -> dict[str, FieldOptions]:
        return self.compiled.asked(self.kept)

    def _fields(self, page: Page) -> dict[str, FieldOptions]:
        return {key: options for key, options in page.fields.items() if key in self._asked}

    @cached_property
    def next_open(self) -> Step | None:
        """The first page that is not done; None when everything is answered."""
        return next((step for step in self.steps if not step.done), None)

    @property
    def complete(self) -> bool:
        return self.next_open is None

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)

    def reachable(self, key: str) -> bool:
        """Whether every page before it is done (and it applies at all)."""
        wanted, opened = self.step(key), self.next_open
        return wanted is not None and (opened is None or wanted.number <= opened.number)

    def after(self, key: str) -> Step | None:
        """The page that follows; None when the check page does."""
        current = self.step(key)
        return next((step for step in self.steps if current and step.number == current.number + 1), None)

    def before(self, key: str) -> Step | None:
        current = self.step(key)
        return next((step for step in self.steps if current and step.number == current.number - 1), None)

    def _holds(self, page: Page) -> bool:
        """Whether what is kept for a page satisfies the definition."""
        fields = self._fields(page)
        given = {key: self.kept[key] for key in fields if key in self.kept}
        try:
            clean_values(fields, given, language=get_language() or "es")
        except Invalid:
            return False
        return True

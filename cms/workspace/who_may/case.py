"""Who may read and move one case, in words: people by name, with the posts that allow it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from casetypes.access.models import User
from casetypes.cases.models import Case
from casetypes.cases.who_may import Reader, Step, Taker, WhoMay, who_may
from casetypes.kernel.text import pick
from cms.workspace.who_may.posts import PostWords, in_words


@dataclass(frozen=True)
class Person:
    """`marks`: what else is to be said, post by post: read anonymised, or held back by four eyes."""

    pk: int
    name: str
    posts: tuple[tuple[PostWords, bool], ...]


@dataclass(frozen=True)
class StepWords:
    title: str
    by_reporter: bool
    takers: tuple[Person, ...]


@dataclass(frozen=True)
class Answer:
    readers: tuple[Person, ...]
    steps: tuple[StepWords, ...]


def answer(case: Case) -> Answer:
    """Four queries, however many people."""
    found = who_may(case)
    readers = _people(((each.user, each, not each.in_clear) for each in found.readers), found.people)
    return Answer(readers, tuple(_step(step, found) for step in found.steps))


def _step(step: Step, found: WhoMay) -> StepWords:
    title = pick(step.title, get_language() or "es") or step.key.replace("_", " ").capitalize()
    takers = _people(((each.user, each, each.held_back) for each in step.takers), found.people)
    return StepWords(title, step.by_reporter, takers)


def _people(
    found: Iterable[tuple[User, Reader | Taker, bool]], names: Mapping[int, str]
) -> tuple[Person, ...]:
    """Each once, in the order they come, with every post."""
    held: dict[int, tuple[str, list[tuple[PostWords, bool]]]] = {}
    for user, each, mark in found:
        held.setdefault(user.pk, (str(user), []))[1].append((in_words(each.post, names), mark))
    return tuple(Person(pk, name, tuple(posts)) for pk, (name, posts) in held.items())

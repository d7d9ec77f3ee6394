"""Everybody who works here with the posts they hold today, and who may ask about them ("who may do this?").

Who manages people may ask about everything. `see_who_may` lets one ask about roles, and about people and cases where
the post is: of the department; held at no place, of everybody, and of no case.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from casetypes.access import policies, posts, readers
from casetypes.access.actors import Actor, with_posts
from casetypes.access.models import User
from casetypes.access.policies import YES, Decision, needs_right, no, rule
from casetypes.kernel.text import normalise

RIGHT = "see_who_may"
rule("who_may.ask")(needs_right(RIGHT, "manage_people"))


@dataclass(frozen=True)
class Colleague:
    """A person who has not left; the user has the columns of `posts.PERSON` only."""

    user: User
    actor: Actor

    @property
    def pk(self) -> int:
        return self.user.pk


@rule("who_may.person")
def may_ask_about(actor: Actor, person: Actor | None = None) -> Decision:
    """None: about anybody at all."""
    asks = policies.may(actor, "who_may.ask")
    if not asks or person is None or policies.may(actor, "people.manage"):
        return asks
    if any(RIGHT in post.rights and not (post.department or post.home) for post in actor.posts):
        return YES
    if actor.departments_with(RIGHT) & person.departments():
        return YES
    return no(_("This person works in another department."))


def everybody() -> list[Colleague]:
    """By name, each with their own posts before those held as a deputy and with what they are appointed to read. Two
    queries, however many people."""
    appointed = readers.services_by_reader()
    return [
        Colleague(user, _own_first(with_posts(user, rows), appointed.get(user.pk, frozenset())))
        for user, rows in posts.of_everybody()
    ]


def _own_first(actor: Actor, appointed: frozenset[str]) -> Actor:
    held = sorted(actor.posts, key=lambda post: post.standing_in_for is not None)
    return replace(actor, posts=tuple(held), appointed=appointed)


def matching(people: Iterable[Colleague], words: str, *, actor: Actor) -> list[Colleague]:
    """Those of these about whom the actor may ask and in whose name every word begins a word. No query."""
    wanted = normalise(words).split()
    return [
        each for each in people
        if _named(each, wanted) and policies.may(actor, "who_may.person", each.actor)
    ]  # fmt: skip


def _named(colleague: Colleague, wanted: list[str]) -> bool:
    name = normalise(str(colleague.user)).split()
    return all(any(part.startswith(word) for part in name) for word in wanted)

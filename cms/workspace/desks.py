"""The desks a member of staff works at, by name."""

from dataclasses import dataclass

from django.utils.translation import get_language

from casetypes.access.actors import Actor
from casetypes.definitions import selectors
from casetypes.definitions.schema.city import DeskSpec
from casetypes.kernel.text import pick


@dataclass(frozen=True)
class DeskLink:
    key: str
    name: str


def desks_of(actor: Actor) -> list[DeskLink]:
    """Desks whose queue this person may open, in the order of desks.yaml. No query."""
    desks = selectors.desks_spec().desks
    return [DeskLink(key, desk_name(key, desk)) for key, desk in desks.items() if works_at(actor, key, desk)]


def works_at(actor: Actor, key: str, desk: DeskSpec) -> bool:
    """At the desk itself, or over its department; crews have their own page instead of a queue."""
    return any(
        not post.crew and (post.desk == key or (not post.desk and post.department == desk.department))
        for post in actor.posts
    ) or actor.has_right("everything")


def desk_name(key: str, desk: DeskSpec | None = None) -> str:
    found = desk or selectors.desks_spec().desks.get(key)
    return pick(found.name, get_language() or "es") if found else key

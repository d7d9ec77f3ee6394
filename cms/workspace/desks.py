"""The desks a member of staff may look at, by name, and what they may do there."""

from dataclasses import dataclass

from django.utils.translation import get_language

from casetypes.access.actors import Actor
from casetypes.definitions import selectors
from casetypes.definitions.schema.city import DeskSpec
from casetypes.kernel.text import pick

WORKS = frozenset({"control_desk", "supervisor", "administrator"})


@dataclass(frozen=True)
class DeskLink:
    key: str
    name: str


@dataclass(frozen=True)
class Rights:
    """What somebody may do with one queue: open it, work on its cases, take them out as a file."""

    open: bool = False
    work: bool = False
    export: bool = False


def desks_of(actor: Actor) -> list[DeskLink]:
    """Desks whose queue this person may open, in the order of desks.yaml. No query."""
    desks = selectors.desks_spec().desks
    return [DeskLink(key, desk_name(key, desk)) for key, desk in desks.items() if _may_open(actor, key, desk)]


def rights_at(key: str, actor: Actor) -> Rights:
    """Nothing at all for a desk that does not exist or is somebody else's."""
    desk = selectors.desks_spec().desks.get(key)
    if desk is None or not _may_open(actor, key, desk):
        return Rights()
    everything = actor.has_right("everything")
    return Rights(
        open=True,
        work=everything or bool(actor.roles_at(key, desk.department) & WORKS),
        export=everything or "export" in actor.rights_at(key, desk.department),
    )


def _may_open(actor: Actor, key: str, desk: DeskSpec) -> bool:
    """At the desk itself, or over its department, or who reads everything anonymised; crews have their own page."""
    return any(
        not post.crew and (post.desk == key or (not post.desk and post.department == desk.department))
        for post in actor.posts
    ) or actor.has_right("read_anonymised")


def desk_name(key: str, desk: DeskSpec | None = None) -> str:
    found = desk or selectors.desks_spec().desks.get(key)
    return pick(found.name, get_language() or "es") if found else key

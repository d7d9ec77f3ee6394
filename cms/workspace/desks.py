"""The desks a member of staff may look at, by name, and what they may do there."""

from dataclasses import dataclass

from django.utils.translation import get_language

from casetypes.access.actors import Actor
from casetypes.access.policies import may
from casetypes.definitions import selectors
from casetypes.definitions.schema.city import DeskSpec
from casetypes.kernel.text import pick


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
    return [
        DeskLink(key, desk_name(key, desk)) for key, desk in desks.items() if may(actor, "queue.open", key)
    ]


def rights_at(key: str, actor: Actor) -> Rights:
    """Nothing at all for a desk that does not exist or is somebody else's."""
    if not may(actor, "queue.open", key):
        return Rights()
    return Rights(
        open=True, work=bool(may(actor, "queue.work", key)), export=bool(may(actor, "queue.export", key))
    )


def desk_name(key: str, desk: DeskSpec | None = None) -> str:
    found = desk or selectors.desks_spec().desks.get(key)
    return pick(found.name, get_language() or "es") if found else key

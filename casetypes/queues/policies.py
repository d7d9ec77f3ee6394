"""Who opens the queue of a desk, works on several of its cases at once, and takes it out as a file."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.actors import Actor
from casetypes.access.policies import YES, Decision, may, no, rule
from casetypes.cases.roles import roles_at
from casetypes.definitions import selectors as definitions
from casetypes.definitions.field_rights import READS_PERSONAL
from casetypes.definitions.schema.city import DeskSpec


@rule("queue.open")
def open_queue(actor: Actor, key: str) -> Decision:
    """At the desk itself, or over its department, or who reads everything anonymised; crews have their own page."""
    desk = _desk(key)
    if desk is not None and actor.reach.opens_queue(key, desk.department):
        return YES
    return no(_("This queue belongs to another desk."))


@rule("queue.work")
def work(actor: Actor, key: str) -> Decision:
    """Move several of its cases at once: the right to group, at this very desk. Each step asks for itself."""
    return _with("group", actor, key)


@rule("queue.export")
def export(actor: Actor, key: str) -> Decision:
    """The right to export, at this very desk."""
    return _with("export", actor, key)


@rule("queue.export_personal")
def export_personal(actor: Actor, key: str) -> Decision:
    """The right to export, held by somebody who reads personal answers at this very desk; each case asks for itself."""
    desk = _desk(key)
    reads = desk is not None and roles_at(actor, key, desk.department) & READS_PERSONAL
    return export(actor, key) if reads else no(_("Personal data is for the case's own desk."))


@rule("queue.read_in_clear")
def read_in_clear(actor: Actor, key: str) -> Decision:
    """Cases of this desk as they are; whoever reads everything anonymised sees its queue without words of people."""
    desk = _desk(key)
    if desk is not None and actor.reach.reads_desk_in_clear(key, desk.department):
        return YES
    return no(_("You read the cases of this desk anonymised."))


def _with(right: str, actor: Actor, key: str) -> Decision:
    if may(actor, "queue.open", key) and right in _rights(actor, key):
        return YES
    return no(_("Your role does not include this."))


def _rights(actor: Actor, key: str) -> frozenset[str]:
    desk = _desk(key)
    return actor.rights_at(key, desk.department) if desk else frozenset()


def _desk(key: str) -> DeskSpec | None:
    return definitions.desks_spec().desks.get(key)

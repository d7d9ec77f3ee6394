"""Who opens the queue of a desk, works on several of its cases at once, and takes it out as a file."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.actors import Actor
from casetypes.access.policies import YES, Decision, may, no, rule
from casetypes.definitions import selectors as definitions
from casetypes.definitions.schema.city import DeskSpec

WORKS = frozenset({"control_desk", "supervisor", "administrator"})


@rule("queue.open")
def open_queue(actor: Actor, key: str) -> Decision:
    """At the desk itself, or over its department, or who reads everything anonymised; crews have their own page."""
    desk = _desk(key)
    if desk is not None and (actor.has_right("read_anonymised") or _stands_at(actor, key, desk.department)):
        return YES
    return no(_("This queue belongs to another desk."))


@rule("queue.work")
def work(actor: Actor, key: str) -> Decision:
    """Move several of its cases at once: the desk's own control desk, its supervisor, administrators."""
    if may(actor, "queue.open", key) and (actor.has_right("everything") or _roles(actor, key) & WORKS):
        return YES
    return no(_("Only the control desk or a supervisor of this desk does this."))


@rule("queue.export")
def export(actor: Actor, key: str) -> Decision:
    """The right to export, at this very desk."""
    if may(actor, "queue.open", key) and (actor.has_right("everything") or "export" in _rights(actor, key)):
        return YES
    return no(_("Your role does not include this."))


def _roles(actor: Actor, key: str) -> frozenset[str]:
    desk = _desk(key)
    return actor.roles_at(key, desk.department) if desk else frozenset()


def _rights(actor: Actor, key: str) -> frozenset[str]:
    desk = _desk(key)
    return actor.rights_at(key, desk.department) if desk else frozenset()


def _desk(key: str) -> DeskSpec | None:
    return definitions.desks_spec().desks.get(key)


def _stands_at(actor: Actor, key: str, department: str) -> bool:
    return any(
        not post.crew and (post.desk == key or (not post.desk and post.department == department))
        for post in actor.posts
    )

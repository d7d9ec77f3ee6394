"""Who may read, write and make live a definition. Whoever wrote any of a text never publishes it, and neither does
who stands in for an author: it would be published in the author's name."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from casetypes.access.actors import Actor
from casetypes.access.policies import YES, Decision, needs_right, no, rule

WRITE, PUBLISH = "write_definitions", "publish_definitions"

rule("definition.read")(needs_right(WRITE, PUBLISH, "read_definitions", "approve_definitions"))


@rule("definition.write")
def _write(actor: Actor, department: Any) -> Decision:
    """`department` is the one that a service names as its steward; None asks about any at all."""
    if not actor.has_right(WRITE):
        return no(_("Your role does not include changing the definitions of services."))
    if department is None or department in departments_written(actor, [department]):
        return YES
    return no(_("Another department is the steward of this service."))


@rule("definition.review")
def _review(actor: Actor, authors: Any) -> Decision:
    return _not_their_own(actor, authors, PUBLISH, "approve_definitions")


@rule("definition.publish")
def _publish(actor: Actor, authors: Any) -> Decision:
    """`authors` are the ids of the users who wrote the text; None for files, whose authors only git knows."""
    return _not_their_own(actor, authors, PUBLISH)


def departments_written(actor: Actor, departments: Collection[str]) -> list[str]:
    """Those of these departments whose services the actor may write."""
    own = actor.departments_with(WRITE)
    return [one for one in departments if one in own or actor.rights_at(None, one) & {WRITE, "everything"}]


def _not_their_own(actor: Actor, authors: Collection[int] | None, *rights: str) -> Decision:
    wrote = frozenset(authors or ())
    if actor.user_id in wrote:
        return no(
            _("You wrote part of this text, or your deputy did: a second person reviews and publishes it.")
        )
    if wrote & actor.persons_behind(*rights):
        return no(_("Who you stand in for wrote part of this text: somebody else reviews and publishes it."))
    return needs_right(*rights)(actor, None)

"""The one place that answers "may this actor do that to this subject?".

A room registers one rule per action (`@rule("case.read")`); pages, API, files and tasks all ask `may`.
`kernel.extension_points.policy_rules` may add a refusal on top (confidential cases), never a permission.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from casetypes.access.actors import Actor
from casetypes.kernel.errors import NotAllowed
from casetypes.kernel.extension_points import policy_rules
from casetypes.kernel.registry import Registry


@dataclass(frozen=True)
class Decision:
    """An answer and, when it is no, the reason in words a person can act on."""

    allowed: bool
    reason: object = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(True)
Rule = Callable[[Actor, Any], Decision]
_rules: Registry[Rule] = Registry("action")


def rule(action: str) -> Callable[[Rule], Rule]:
    """Register the rule of one action, such as `case.read`."""
    return _rules.register(action)


def actions() -> list[str]:
    """Every action that a room decides about."""
    return _rules.keys()


def no(reason: object) -> Decision:
    return Decision(False, reason)


def may(actor: Actor, action: str, subject: object = None) -> Decision:
    """Raises NotRegistered (with a suggestion) for an action nobody defined."""
    decision = _rules.get(action)(actor, subject)
    if decision and False in policy_rules.call(actor, action, subject):
        return no(_("This case is confidential."))
    return decision


def require(actor: Actor, action: str, subject: object = None) -> None:
    """Raises NotAllowed with the reason."""
    decision = may(actor, action, subject)
    if not decision:
        raise NotAllowed(reasons=[decision.reason])


def needs_right(*rights: str) -> Rule:
    """A rule: one of these rights, held anywhere, is enough."""

    def check(actor: Actor, subject: object) -> Decision:
        if actor.kind == "system" or any(actor.has_right(right) for right in rights):
            return YES
        return no(_("Your role does not include this."))

    return check

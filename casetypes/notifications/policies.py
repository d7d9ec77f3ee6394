"""Who may see what was sent: whoever works on the case."""

from casetypes.access.actors import Actor
from casetypes.access.policies import Decision, may, rule


@rule("message.read")
def read(actor: Actor, case: object) -> Decision:
    return may(actor, "case.note", case)

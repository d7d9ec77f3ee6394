"""Who may see what was sent, and send it again: whoever writes messages where the case is."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.actors import Actor
from casetypes.access.policies import YES, Decision, no, rule
from casetypes.cases.models import Case
from casetypes.cases.roles import rights_for


@rule("message.read")
def read(actor: Actor, case: Case) -> Decision:
    """What became of a message: of a failed one a carrier's answer may name an address."""
    return _writes(actor, case)


@rule("message.retry")
def retry(actor: Actor, case: Case) -> Decision:
    return _writes(actor, case)


def _writes(actor: Actor, case: Case) -> Decision:
    if "message" in rights_for(actor, case):
        return YES
    return no(_("Only who writes messages at the case's own desk does this."))

"""Who may open an original: whoever works on its case, the reporter of it, and nobody else."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.actors import Actor
from casetypes.access.policies import Decision, may, no, rule
from casetypes.evidence.models import Attachment


@rule("evidence.read_original")
def read_original(actor: Actor, attachment: Attachment) -> Decision:
    """An original holds place and time, so it is personal: own desk only, or the reporter's own case."""
    if attachment.case is None:
        return no(_("This file does not belong to a case yet."))
    if actor.kind in {"system", "reporter"}:
        return may(actor, "case.read", attachment.case)
    return may(actor, "case.read_personal", attachment.case)

"""Who fills checklists: the crew the case is assigned to, its own desk and its supervisor."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.actors import Actor
from casetypes.access.policies import YES, Decision, no, rule
from casetypes.cases.models import Case
from casetypes.cases.roles import roles_for


@rule("case.fieldwork")
def fieldwork(actor: Actor, case: Case) -> Decision:
    if roles_for(actor, case) & {"crew", "control_desk", "supervisor", "provider"}:
        return YES
    return no(_("Only the crew of this case and its desk fill its checklists."))

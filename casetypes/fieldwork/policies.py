"""Who fills checklists, and who puts photos into them: the rights say it, at the case's own desk and as its crew."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.actors import Actor
from casetypes.access.policies import YES, Decision, no, rule
from casetypes.cases.models import Case
from casetypes.cases.roles import rights_for


@rule("case.fieldwork")
def fieldwork(actor: Actor, case: Case) -> Decision:
    if "fill_checklist" in rights_for(actor, case):
        return YES
    return no(_("Only the crew of this case and its desk fill its checklists."))


@rule("case.attach_evidence")
def attach_evidence(actor: Actor, case: Case) -> Decision:
    if "attach_evidence" in rights_for(actor, case):
        return YES
    return no(_("Your role does not add evidence to this case."))

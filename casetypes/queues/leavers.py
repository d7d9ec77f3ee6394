"""Open cases of a person who leaves: handed over to a colleague who may read them, else given back to their desks."""

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casetypes.access import policies
from casetypes.access.actors import SYSTEM, Actor, for_user
from casetypes.access.models import Departure
from casetypes.access.staff.leaving import Belonging
from casetypes.cases import engine
from casetypes.cases.confidentiality import known_to, without_confidential
from casetypes.cases.models import Case
from casetypes.kernel.extension_points import person_holds, person_leaving
from casetypes.queues.services import Given, give

SHOWN = 8
REASON: Promise = _("The person who had it has left.")
BECOMES: Promise = _("handed over, or given back to the desk")


@person_holds.register
def cases_of(user_id: int) -> list[Belonging]:
    """Confidential cases are counted, not named. Two queries."""
    cases = _open_cases(user_id)
    folios = without_confidential(cases).order_by("due_at", "pk").values_list("folio", flat=True)
    return [Belonging(_("Open cases"), cases.count(), tuple(folios[:SHOWN]), BECOMES)]


@person_leaving.register
def hand_over(departure: Departure, actor: Actor) -> None:
    """Each case says in its history to whom it went, and that somebody left."""
    heir = for_user(departure.hands_over_to) if departure.hands_over_to else None
    for case in engine.lock_each(_open_cases(departure.user_id)):
        to = heir.user_id if heir and policies.may(heir, "case.note", case) else None
        give(case, Given(case.crew_id, to, actor.user_id, str(REASON)))
        data = {"crew": case.crew_id or "", "assignee": to, "reason": str(REASON)}
        what = engine.Occurrence("assignment", "assign", role=actor.role_with("manage_people"), data=data)
        engine.occur(case, what, actor=actor)


def _open_cases(user_id: int) -> QuerySet[Case]:
    """Whatever lies with the person, confidential or not: all of it needs somebody."""
    return known_to(SYSTEM).filter(assignee=user_id, final_kind="")

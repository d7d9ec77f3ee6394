"""What a correction leaves as it is although a person may want to change it: said, never done silently."""

from django.utils.translation import gettext_noop

from casetypes.access.models import Crew, Desk
from casetypes.cases.models import Case

WORDS = {
    "priority_by_hand": gettext_noop("The priority stays: the desk had set it by hand."),
    "outside_desk": gettext_noop(
        "The new place lies outside the zones of this desk. The case stays here: hand it on if it belongs elsewhere."
    ),
    "outside_crew": gettext_noop(
        "The new place lies outside the zones of the crew. The crew stays: give the case to another if needed."
    ),
}


def of_place(before: Case, after: Case) -> list[str]:
    """Keys of `WORDS`, when the place moved out of the zones of who has the case. No query when its zone stays."""
    if before.zone_id == after.zone_id or after.zone is None:
        return []
    found = []
    if _leaves(after.desk, before, after):
        found.append("outside_desk")
    if after.crew is not None and _leaves(after.crew, before, after):
        found.append("outside_crew")
    return found


def _leaves(holder: Desk | Crew, before: Case, after: Case) -> bool:
    """Only what lay within its zones before can leave them."""
    return not _covers(holder, after) and (before.zone is None or _covers(holder, before))


def _covers(holder: Desk | Crew, case: Case) -> bool:
    """ "all", and none named, are all zones."""
    return holder.zones in ("all", []) or (case.zone is not None and case.zone.key in holder.zones)

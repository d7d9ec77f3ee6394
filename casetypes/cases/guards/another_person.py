"""`not_by`: who did the named transition last may not do this one (nobody verifies their own work).

What a deputy does counts as done by both: by them, and by the person in whose post they act.
"""

from django.utils.translation import gettext as _

from casetypes.cases.attempt import Attempt
from casetypes.cases.models import CaseEvent
from casetypes.kernel.registry import guards


@guards.register("another_person")
def check(attempt: Attempt) -> list[str]:
    if not attempt.spec.not_by or attempt.actor.user_id is None:
        return []
    last = CaseEvent.objects.filter(case=attempt.case, kind="transition", name=attempt.spec.not_by).order_by(
        "-id"
    )
    done_by, instead_of = last.values_list("user_id", "data__standing_in_for").first() or (None, None)
    before = {done_by, instead_of} - {None}
    if attempt.actor.user_id in before:
        return [_("Another person has to do this: you did the step before it.")]
    if attempt.standing_in_for in before:
        return [_("Another person has to do this: who you stand in for did the step before it.")]
    return []

"""`not_by`: who did the named transition last may not do this one (nobody verifies their own work)."""

from django.utils.translation import gettext as _

from casetypes.cases.attempt import Attempt
from casetypes.cases.models import CaseEvent
from casetypes.kernel.registry import guards


@guards.register("another_person")
def check(attempt: Attempt) -> list[str]:
    if not attempt.spec.not_by or attempt.actor.user_id is None:
        return []
    done_by = (
        CaseEvent.objects.filter(case=attempt.case, kind="transition", name=attempt.spec.not_by)
        .order_by("-id")
        .values_list("user_id", flat=True)
        .first()
    )
    if done_by != attempt.actor.user_id:
        return []
    return [_("Another person has to do this: you did the step before it.")]

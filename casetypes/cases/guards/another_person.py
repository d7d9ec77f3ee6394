"""`not_by`: who did the named transition last may not do this one (nobody verifies their own work).

What a deputy does counts as done by both: by them, and by the person in whose post they act.
"""

from collections.abc import Collection

from django.utils.translation import gettext as _

from casetypes.cases.attempt import Attempt
from casetypes.cases.models import Case, CaseEvent
from casetypes.kernel.registry import guards


@guards.register("another_person")
def check(attempt: Attempt) -> list[str]:
    if not attempt.spec.not_by or attempt.actor.user_id is None:
        return []
    before = behind_last(attempt.case, [attempt.spec.not_by])[attempt.spec.not_by]
    return refusal(attempt.actor.user_id, attempt.standing_in_for, before)


def behind_last(case: Case, steps: Collection[str]) -> dict[str, frozenset[int]]:
    """By step, who took it last and, of a deputy, in whose post (user ids); empty where nobody did. One query."""
    found: dict[str, frozenset[int]] = dict.fromkeys(steps, frozenset())
    events = CaseEvent.objects.filter(case=case, kind="transition", name__in=steps).order_by("name", "-id")
    last = events.distinct("name").values_list("name", "user_id", "data__standing_in_for")
    return found | {name: frozenset({who, instead_of} - {None}) for name, who, instead_of in last}


def refusal(user_id: int, standing_in_for: int | None, before: frozenset[int]) -> list[str]:
    """Why a person, in the post of the absent one given, may not follow those who are behind the step before."""
    if user_id in before:
        return [_("Another person has to do this: you did the step before it.")]
    if standing_in_for in before:
        return [_("Another person has to do this: who you stand in for did the step before it.")]
    return []

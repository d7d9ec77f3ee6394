"""`capacity`: only so many cases of the service in a state at once, such as one per stall or forty bins on loan."""

from typing import Any

from django.db import connection
from django.utils.translation import get_language

from casetypes.cases.attempt import Attempt
from casetypes.cases.models import Case
from casetypes.definitions.schema.service import Capacity
from casetypes.kernel.expressions import ExpressionRefused
from casetypes.kernel.registry import guards
from casetypes.kernel.text import pick


@guards.register("capacity")
def check(attempt: Attempt) -> list[str]:
    places = attempt.compiled.spec.capacity
    if not places:
        return []
    try:
        goal = attempt.branch.goto
        entered = [
            (key, each) for key, each in places.items()
            if goal in each.states and attempt.case.state not in each.states
        ]  # fmt: skip
        answers = _answers_then(attempt) if entered else {}
    except ExpressionRefused as refused:
        return [refused.message]
    language = get_language() or "es"
    return [pick(each.otherwise, language) for key, each in entered if _is_full(attempt, key, each, answers)]


def _answers_then(attempt: Attempt) -> dict[str, Any]:
    """The answers as they will be after the step: what its `set` writes counts."""
    answers = dict(attempt.case.answers)
    for call in [*attempt.spec.do, *attempt.branch.do]:
        if call.name == "set":
            answers |= attempt.compiled.written(call.args.values, attempt.roots, attempt.key)  # type: ignore[attr-defined]
    return answers


def _is_full(attempt: Attempt, key: str, places: Capacity, answers: dict[str, Any]) -> bool:
    """Counted under a lock of its own until the end of the transaction, so that two cases never take one place."""
    service = attempt.compiled.key
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"capacity:{service}:{key}"]
            )
    taken = Case.objects.filter(case_type=service, state__in=places.states).exclude(pk=attempt.case.pk)
    if places.per:
        taken = taken.filter(answers__contains={field: answers.get(field) for field in places.per})
    return taken[: places.at_most].count() >= places.at_most

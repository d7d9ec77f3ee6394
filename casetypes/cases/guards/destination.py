"""Branches: when it cannot be worked out where the case goes, it does not go."""

from casetypes.cases.attempt import Attempt
from casetypes.kernel.expressions import ExpressionRefused
from casetypes.kernel.registry import guards


@guards.register("destination")
def check(attempt: Attempt) -> list[str]:
    try:
        attempt.branch  # noqa: B018 (worked out here, kept for the move)
    except ExpressionRefused as refused:
        return [refused.message]
    return []

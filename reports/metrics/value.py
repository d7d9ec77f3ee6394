"""What a metric answers: an amount with what it rests on, or why there is none."""

from dataclasses import dataclass

NOT_RECORDED = "not_recorded"
NO_CASES = "no_cases"
NO_ANSWERS = "no_answers"
SUPPRESSED = "suppressed"


@dataclass(frozen=True)
class Value:
    """`n` cases stand behind the amount; for `missing` more it was never recorded. `reason` explains None.

    Shares lie between 0 and 1, durations are hours, ages days.
    """

    amount: float | None = None
    n: int = 0
    missing: int = 0
    reason: str = ""


def recorded(amount: float | None, n: int, missing: int = 0) -> Value:
    """A value that is honest about its base: nothing behind it is “not recorded” or “no cases”, never zero."""
    if n > 0 and amount is not None:
        return Value(round(float(amount), 4), n, missing)
    return Value(None, 0, missing, NOT_RECORDED if missing else NO_CASES)


def share(part: int, whole: int, missing: int = 0) -> Value:
    """`part` of `whole` as a number between 0 and 1."""
    return recorded(part / whole if whole else None, whole, missing)


def count(amount: int) -> Value:
    """A plain count: zero is a fact."""
    return Value(float(amount), amount)

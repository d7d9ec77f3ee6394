"""Twins of the guards that ask the database; the others are pure and are asked themselves."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from casetypes.cases.attempt import Attempt
from casetypes.kernel.registry import guards as registered

if TYPE_CHECKING:
    from casetypes.intake.simulation.bulk.journey import Journey

PURE = frozenset({"role", "in_time", "requirements", "destination"})


def another_person(journey: "Journey", attempt: Attempt) -> bool:
    before = attempt.spec.not_by
    if not before or attempt.actor.user_id is None:
        return True
    return journey.done_by.get(before) != attempt.actor.user_id


def open_work(journey: "Journey", attempt: Attempt) -> bool:
    if not attempt.compiled.spec.work_orders or not attempt.resolves:
        return True
    return all(order.closed_at is not None for order in journey.orders)


def open_children(journey: "Journey", attempt: Attempt) -> bool:
    """Services that open child cases have no twin at all (`child_case`), so there are none."""
    return True


TWINS: dict[str, Callable[["Journey", Attempt], bool]] = {
    "another_person": another_person,
    "open_work": open_work,
    "open_children": open_children,
}


def hold(journey: "Journey", attempt: Attempt) -> bool:
    """Whether every guard lets the attempt pass."""
    pure = all(
        not registered.get(name)(attempt) for name in ("role", "in_time", "requirements", "destination")
    )
    return pure and all(twin(journey, attempt) for twin in TWINS.values())


KNOWN = PURE | TWINS.keys()

"""Twins of the guards that ask the database; the others are pure and are asked themselves."""

from collections.abc import Callable

from casetypes.cases.attempt import Attempt
from casetypes.intake.simulation.bulk.held import HeldCase
from casetypes.kernel.registry import guards as registered

PURE = frozenset({"role", "in_time", "requirements", "destination"})


def another_person(held: HeldCase, attempt: Attempt) -> bool:
    before = attempt.spec.not_by
    if not before or attempt.actor.user_id is None:
        return True
    return held.done_by.get(before) != attempt.actor.user_id


def open_work(held: HeldCase, attempt: Attempt) -> bool:
    if not attempt.compiled.spec.work_orders or not attempt.resolves:
        return True
    return all(order.closed_at is not None for order in held.orders)


def open_children(held: HeldCase, attempt: Attempt) -> bool:
    """Services that open child cases have no twin at all (`child_case`), so there are none."""
    return True


def capacity(held: HeldCase, attempt: Attempt) -> bool:
    """Services whose places are counted have no twin at all: other cases are not at hand here."""
    return True


TWINS: dict[str, Callable[[HeldCase, Attempt], bool]] = {
    "capacity": capacity,
    "another_person": another_person,
    "open_work": open_work,
    "open_children": open_children,
}


def hold(held: HeldCase, attempt: Attempt) -> bool:
    """Whether every guard lets the attempt pass."""
    pure = all(
        not registered.get(name)(attempt) for name in ("role", "in_time", "requirements", "destination")
    )
    return pure and all(twin(held, attempt) for twin in TWINS.values())


KNOWN = PURE | TWINS.keys()

"""Extension points: how a lower room lets higher rooms take part without importing them.

The higher room registers in its `AppConfig.ready` (through its `subscribers` module); the lower one calls.
Calls run in registration order, inside the caller's transaction: what a contributor raises stops the caller.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


class ExtensionPoint:
    """A named list of functions that share one call shape, written in `__doc__` of the instance."""

    def __init__(self, name: str, docstring: str) -> None:
        self.name = name
        self.__doc__ = docstring
        self._functions: list[Callable[..., Any]] = []

    def register(self, function: F) -> F:
        """Add a contributor, also as a decorator; the same one twice is a no-op."""
        if function not in self._functions:
            self._functions.append(function)
        return function

    def call(self, *args: object, **kwargs: object) -> list[Any]:
        """What each contributor answered, in registration order."""
        return [function(*args, **kwargs) for function in tuple(self._functions)]

    def contributors(self) -> list[str]:
        """Who takes part, as `room.module.function`, in the order of registration."""
        return [
            f"{each.__module__}.{each.__qualname__}".removeprefix("casetypes.") for each in self._functions
        ]

    @contextmanager
    def including(self, function: F) -> Iterator[F]:
        """Register for the length of a `with` block only: for tests and scenarios."""
        added = function not in self._functions
        self.register(function)
        try:
            yield function
        finally:
            if added:
                self._functions.remove(function)

    def __len__(self) -> int:
        return len(self._functions)


case_opening = ExtensionPoint(
    "case_opening",
    "(case) -> None, before a new case is written: set the columns of the case that the room owns. Of a case of "
    'an older system `case.__dict__["known_open"]` says that it was truly open when it came in.',
)
case_opened = ExtensionPoint(
    "case_opened",
    "(case, event) -> None, after a case and its first event are written: start clocks, index, link.",
)
history_opened = ExtensionPoint(
    "history_opened",
    "(cases, events) -> None, instead of `case_opened` after many cases of an older system are written with their "
    "first events: what each room adds, for all of them at once.",
)
case_moved = ExtensionPoint(
    "case_moved",
    "(case, event, transition) -> None, after a transition is written: `transition` is its definition. "
    "The clocks stop, pause and start here.",
)
case_migrating = ExtensionPoint(
    "case_migrating",
    "(fates) -> None, when cases go to another version of their service, for many at once and with a number of queries "
    "that does not depend on them: each room adds what becomes of its rows, refuses, and leaves what it would write. "
    "Nothing is written here: a dry run asks the same. `cases.migration` defines their shape.",
)
case_returning = ExtensionPoint(
    "case_returning",
    "(returns) -> None, the way back, for many at once: each room leaves what it would write to have its rows again as "
    "they were. `cases.migration` defines their shape.",
)
case_correcting = ExtensionPoint(
    "case_correcting",
    "(weighed) -> None, when answers of a case are corrected: each room adds what follows for its rows and leaves what "
    "it would write. Nothing is written here. `cases.corrections.weighing` defines the shape.",
)
expression_roots = ExtensionPoint(
    "expression_roots",
    "(case, wanted: frozenset[str]) -> dict[str, dict]: roots that rooms above add for expressions, as far "
    "as they are wanted (each costs a query), such as "
    '{"checklist": {"reparacion": {"complete": True}}}, {"evidence": {"despues": 1}} or '
    '{"clock": {"solucion": {"overdue": False}}}.',
)
case_expected = ExtensionPoint(
    "case_expected",
    "(case) -> the moment the citizen can expect the outcome (aware datetime) or None: what messages say.",
)
outbox_filled = ExtensionPoint(
    "outbox_filled",
    "() -> None, after the commit of a transaction that queued effects: tell a worker. Must not raise.",
)
case_timeline = ExtensionPoint(
    "case_timeline",
    "(case, actor) -> list of timeline entries the actor may see, in any order; `cases` defines their shape.",
)
case_panels = ExtensionPoint(
    "case_panels",
    "(case, actor) -> list of panels that the page of a case shows the actor; `cases` defines their shape.",
)
case_followers = ExtensionPoint(
    "case_followers",
    "(case) -> list of those who follow a case without being its reporter, when a message is for `followers`; "
    "`notifications.followers` defines their shape. Nobody follows a confidential one.",
)
citizen_erased = ExtensionPoint(
    "citizen_erased",
    "(citizen) -> None, inside the transaction in which a person's key is destroyed: rooms above forget what they keep "
    "of the person.",
)
policy_rules = ExtensionPoint(
    "policy_rules",
    "(actor, action, subject) -> True, False or None (no opinion): rules that rooms above add to "
    "`access.policies`. One False refuses.",
)
calendars_changed = ExtensionPoint(
    "calendars_changed",
    "() -> None, after a publication that changed calendars.yaml is committed: running clocks are recomputed.",
)
definition_gates = ExtensionPoint(
    "definition_gates",
    "(versions, progress) -> list of problems, inside the transaction of a publication, when the new versions of "
    "services are written and live in it: what stands against them takes all of it back. `definitions` defines their "
    "shapes; progress(done, in all, what is next) may be called.",
)
definition_drafts = ExtensionPoint(
    "definition_drafts",
    "(service key) -> the text of the open draft of that service, or None: what a face keeps while it is written.",
)
open_cases_counted = ExtensionPoint(
    "open_cases_counted",
    "(wanted) -> counts of open cases by what was asked, or None where nothing is told of them: how many a change of a "
    "definition meets. `definitions.differences.impact` defines both shapes; the number of queries is constant.",
)
person_holds = ExtensionPoint(
    "person_holds",
    "(user id) -> list of what a person holds in the rooms above and would lose by leaving; `access.leaving` defines "
    "their shape. Nothing is written.",
)
person_leaving = ExtensionPoint(
    "person_leaving",
    "(departure, actor) -> None, inside the transaction in which a person loses everything: rooms above hand over or "
    "give back what the person held.",
)
may_use_password = ExtensionPoint(
    "may_use_password",
    "(user) -> bool, when a person's password was right: whether it counts here. One False refuses, in the same words "
    "as a wrong password.",
)
links_waiting = ExtensionPoint(
    "links_waiting",
    "() -> None, after the commit of a transaction that asked for a link to be sent to an address: tell a worker. Must "
    "not raise.",
)

"""The state machine of one version, built at run time with django-fsm and cached.

Each transition of the definition becomes a `django_fsm.transition`: its sources, a target chosen by the
branches (`GET_STATE`), the guards as condition, the roles as permission. `case.attempt` carries what the
conditions need to know, because django-fsm hands them the instance only.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from django_fsm import GET_STATE, FSMMeta, Transition, transition

from casetypes.cases.attempt import Attempt
from casetypes.cases.models import Case
from casetypes.cases.state_field import DefinedStateField
from casetypes.definitions import selectors
from casetypes.definitions.compiled import CompiledService

STATE: DefinedStateField = Case._meta.get_field("state")  # type: ignore[assignment]


@lru_cache(maxsize=512)
def machine(version_id: int) -> Mapping[str, Callable[..., Any]]:
    """Transition functions by key; call `machine(v)[key](case, attempt)` with `case.attempt` set."""
    compiled = selectors.compiled(version_id)
    return {key: _build(compiled, version_id, key) for key in compiled.spec.transitions}


def _build(compiled: CompiledService, version_id: int, key: str) -> Callable[..., Any]:
    spec = compiled.spec.transitions[key]

    def move(case: Case, attempt: Attempt) -> str:
        return attempt.branch.goto

    move.__name__ = key
    move.__qualname__ = f"{compiled.key}@{version_id}.{key}"
    return transition(
        field=STATE,
        source=list(spec.sources),
        target=GET_STATE(lambda case, attempt: attempt.branch.goto, states=[b.goto for b in spec.to]),
        permission=lambda case, actor: not _attempt(case, key).refusals("role"),
        conditions=[lambda case: not _attempt(case, key).refusals()],
        custom={"spec": spec},
    )(move)


def _attempt(case: Any, key: str) -> Attempt:
    attempts: dict[str, Attempt] = case.__dict__.setdefault("attempts", {})
    return attempts[key]


def available(case: Case) -> Iterator[Transition]:
    """The definition's own edges out of the case's state, whatever their guards say."""
    for move in machine(case.version_id).values():
        edges: FSMMeta = move._django_fsm  # type: ignore[attr-defined]
        edge = edges.get_transition(case.state)
        if edge is not None:
            yield edge


DefinedStateField.edges = staticmethod(available)

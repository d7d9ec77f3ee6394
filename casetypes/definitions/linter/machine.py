"""The state machine of a definition as a graph."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from casetypes.definitions.schema.service import Branch, Service, Transition


@dataclass(frozen=True)
class Edge:
    """One way from a state to another: a branch of a transition. `index` is the branch's."""

    source: str
    target: str
    key: str
    index: int
    transition: Transition
    branch: Branch


@dataclass(frozen=True)
class Machine:
    initial: str
    states: tuple[str, ...]
    finals: frozenset[str]
    edges: tuple[Edge, ...]

    @classmethod
    def of(cls, spec: Service) -> "Machine":
        """Edges to or from states that do not exist are left out; other rules speak of them."""
        states = tuple(spec.states)
        edges = tuple(
            Edge(source, branch.goto, key, index, transition, branch)
            for key, transition in spec.transitions.items()
            for index, branch in enumerate(transition.to)
            for source in transition.sources
            if source in spec.states and branch.goto in spec.states
        )
        finals = frozenset(key for key, state in spec.states.items() if state.final)
        return cls(states[0] if states else "", states, finals, edges)

    @cached_property
    def reachable(self) -> frozenset[str]:
        return self.from_states([self.initial])

    @cached_property
    def can_finish(self) -> frozenset[str]:
        """States from which some final state can be reached."""
        known = set(self.finals)
        while more := {edge.source for edge in self.edges if edge.target in known} - known:
            known |= more
        return frozenset(known)

    def from_states(
        self, starts: Iterable[str], passes: Callable[[Edge], bool] = lambda edge: True
    ) -> frozenset[str]:
        """States reached from `starts` (themselves too) along the edges that `passes` lets through."""
        known = set(starts)
        while more := {e.target for e in self.edges if e.source in known and passes(e)} - known:
            known |= more
        return frozenset(known)

    def out_of(self, state: str) -> list[Edge]:
        return [edge for edge in self.edges if edge.source == state]

"""One attempt at a transition: the case, who tries it, as which role, with which input."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from casetypes.access.actors import Actor
from casetypes.cases.models import Case
from casetypes.cases.roots import case_roots
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.service import Branch, Transition
from casetypes.kernel.expressions import ExpressionRefused, references
from casetypes.kernel.registry import guards


@dataclass
class Attempt:
    """Guards look at this. `roles` are those the actor holds for this very case; `contributed` are the
    roots of rooms above when somebody has read them already (checklist, evidence, clock)."""

    case: Case
    compiled: CompiledService
    key: str
    actor: Actor
    roles: frozenset[str]
    input: Mapping[str, object] = field(default_factory=dict)
    contributed: Mapping[str, object] | None = None

    @property
    def spec(self) -> Transition:
        return self.compiled.spec.transitions[self.key]

    @cached_property
    def role(self) -> str:
        """The role in which the actor acts: the first of `by` they hold; empty when they hold none."""
        return next((ref.split("@")[0] for ref in self.spec.by if ref in self.roles), "")

    @cached_property
    def roots(self) -> dict[str, object]:
        wanted = roots_used(self.spec) if self.contributed is None else ()
        roots = case_roots(self.case, actor=self.actor, role=self.role, input=self.input, wanted=wanted)
        return {**roots, **(self.contributed or {})}

    @cached_property
    def branch(self) -> Branch:
        return self.compiled.branch(self.key, self.roots)

    @property
    def resolves(self) -> bool:
        """Whether this move ends in a state that says "done". False while that cannot be worked out."""
        try:
            return self.compiled.spec.states[self.branch.goto].final == "done"
        except ExpressionRefused:
            return False

    def refusals(self, *only: str) -> list[str]:
        """Why not, in the active language: the sentences of the first guard that does not hold. Empty = go."""
        names = only or tuple(guards.keys())
        return next((sentences for name in names if (sentences := guards.get(name)(self))), [])


def of_move(case: Case, key: str) -> Attempt:
    """The attempt that carried this very instance through a transition just now; raises KeyError."""
    attempts: dict[str, Attempt] = case.__dict__["attempts"]
    return attempts[key]


def roots_used(spec: Transition) -> frozenset[str]:
    """First names of every path the guards and branches of a transition refer to."""
    texts = [requirement.that for requirement in spec.require]
    texts += [branch.when for branch in spec.to if branch.when]
    return frozenset(path[0] for text in texts for path in references(text))

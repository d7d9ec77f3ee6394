"""One attempt at a transition: the case, who tries it, as which role, with which input."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.conf import settings

from casetypes.access.actors import Actor, Post
from casetypes.cases.models import Case
from casetypes.cases.roles import post_as
from casetypes.cases.roots import case_roots
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.service import Branch, Transition
from casetypes.kernel.business_time import Calendar, Span
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
        """The role in which the actor acts: the first of `by` they hold, by a post of their own where there is one;
        empty when they hold none."""
        if self._post is not None:
            return self._post.role
        return next((ref.split("@")[0] for ref in self.spec.by if ref in self.roles), "")

    @property
    def standing_in_for(self) -> int | None:
        """The person who is away (user id), when the actor holds the role as their deputy only."""
        return self._post.standing_in_for if self._post else None

    @cached_property
    def _post(self) -> Post | None:
        """Looked for only where somebody stands in for somebody: else `roles` say enough."""
        return post_as(self.actor, self.case, *self.spec.by) if self.actor.is_deputy else None

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

    @property
    def until(self) -> datetime | None:
        """The last moment for it: `within` counted from the closing; None where nothing limits it."""
        if not self.spec.within or self.case.closed_at is None:
            return None
        return Calendar.always(settings.TIME_ZONE).add(self.case.closed_at, Span.parse(self.spec.within))

    @property
    def is_final(self) -> bool:
        """Whether every way it can go ends the case, with no step of the reporter's leading out again."""
        spec = self.compiled.spec
        left = {
            state for each in spec.transitions.values() if "reporter" in each.by for state in each.sources
        }
        return all(spec.states[branch.goto].final and branch.goto not in left for branch in self.spec.to)

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

"""What many simulated cases have in common, worked out once: rules of the same answers, input that was cleaned before,
roles of the same person at the same desk, arguments of effects. Each answer is what the pure function itself gave."""

from collections.abc import Mapping
from typing import Any

from casetypes.access.actors import Actor
from casetypes.cases import attempt_input
from casetypes.cases.attempt import Attempt, roots_used
from casetypes.cases.attempt_input import CleanInput
from casetypes.cases.models import Case
from casetypes.cases.opening import Rules
from casetypes.cases.roles import roles_for
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.effects import EffectCall
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.schema.service import Transition
from casetypes.forms.answers import clean_values
from casetypes.kernel.errors import Invalid


class Memory:
    """One process's own; a run pins its definitions, so nothing here grows old."""

    def __init__(self) -> None:
        self.rules: dict[tuple[str, int], Rules] = {}
        self._same: dict[str, bool] = {}
        self._input: dict[tuple[int, str, str, str], CleanInput | None] = {}
        self._values: dict[tuple[str, str, str], dict[str, Any] | None] = {}
        self._optional: dict[tuple[str, str], dict[str, FieldOptions]] = {}
        self._roles: dict[tuple[object, ...], frozenset[str]] = {}
        self._arguments: dict[int, tuple[EffectCall, dict[str, Any]]] = {}
        self._wanted: dict[int, tuple[Transition, frozenset[str]]] = {}

    def same_rules(self, compiled: CompiledService) -> bool:
        """Whether the rules look at nothing but answers that all cases of a variant share."""
        if compiled.key not in self._same:
            differing = {compiled.location_field, *compiled.file_fields}
            differing |= {key for key, options in compiled.fields.items() if options.type == "date"}
            self._same[compiled.key] = all(
                path[0] == "calc" or (path[0] == "form" and len(path) > 1 and path[1] not in differing)
                for path in compiled.read_by_rules
            )
        return self._same[compiled.key]

    def input(self, attempt: Attempt, raw: Mapping[str, object]) -> CleanInput | None:
        """What the engine makes of the input of a move; None when it refuses it."""
        key = (attempt.case.version_id, attempt.key, attempt.case.desk_id, repr(raw))
        if key not in self._input:
            try:
                self._input[key] = attempt_input.clean(attempt, raw)
            except Invalid:
                self._input[key] = None
        return self._input[key]

    def values(
        self, of: tuple[str, str], fields: Mapping[str, FieldOptions], raw: Mapping[str, object]
    ) -> dict[str, Any] | None:
        """Clean answers to these fields; None when they are refused. `of` names the fields."""
        key = (*of, repr(raw))
        if key not in self._values:
            try:
                self._values[key] = clean_values(fields, raw, language="es")
            except Invalid:
                self._values[key] = None
        found = self._values[key]
        return None if found is None else dict(found)

    def checklist(
        self, compiled: CompiledService, key: str, raw: Mapping[str, object]
    ) -> dict[str, Any] | None:
        """Clean answers to a checklist that is filled bit by bit, as field work takes them; None when refused."""
        if (compiled.key, key) not in self._optional:
            self._optional[compiled.key, key] = {
                item: field.model_copy(update={"required": False, "must_be": None})
                for item, field in compiled.spec.checklists[key].items.items()
            }
        return self.values((compiled.key, key), self._optional[compiled.key, key], raw)

    def roles(self, actor: Actor, case: Case) -> frozenset[str]:
        if actor.user_id is None:
            return roles_for(actor, case)
        key = (actor.user_id, case.case_type_id, case.desk_id, case.crew_id)
        if key not in self._roles:
            self._roles[key] = roles_for(actor, case)
        return self._roles[key]

    def arguments(self, call: EffectCall) -> dict[str, Any]:
        """Arguments of an effect as the outbox keeps them."""
        known = self._arguments.get(id(call))
        if known is None:
            made = call.args.model_dump(mode="json", by_alias=True, exclude_none=True)
            known = self._arguments[id(call)] = (call, made)
        return known[1]

    def wanted(self, spec: Transition) -> frozenset[str]:
        """Roots that a transition asks for."""
        known = self._wanted.get(id(spec))
        if known is None:
            known = self._wanted[id(spec)] = (spec, roots_used(spec))
        return known[1]

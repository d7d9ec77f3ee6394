"""Answers of one case in another version: kept, renamed, converted, let go; or why they have no place there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from casetypes.definitions.compiled import CompiledService, expressions_of
from casetypes.definitions.migration_plan import FieldStep, Plan
from casetypes.kernel.expressions import references
from casetypes.kernel.registry import field_types


@dataclass(frozen=True)
class Refusal:
    """Why a case stays: a code of `words.REASONS` and the keys it speaks of. Never an answer."""

    code: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Sides:
    """Answers that are not personal, and those that are sealed."""

    plain: dict[str, object]
    personal: dict[str, object]


@dataclass
class After:
    """`lines`: (key, key there, fate, "type" or "type → type") of each answer that does not simply stay."""

    plain: dict[str, object] = field(default_factory=dict)
    personal: dict[str, object] = field(default_factory=dict)
    lines: list[tuple[str, str | None, str, str]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def answers_after(
    plan: Plan, old: CompiledService, new: CompiledService, sides: Sides, *, sealable: bool
) -> After:
    """Where each answer goes. Sealed values that are no field of the form (inputs of steps) stay untouched."""
    after = After()
    for key, value in sides.personal.items():
        if key not in plan.fields:
            after.personal[key] = value
    for side, answers in (("plain", sides.plain), ("personal", sides.personal)):
        for key, value in answers.items():
            step = plan.fields.get(key)
            if step is None and side == "plain":
                after.plain[key] = value
            elif step is not None:
                _take(after, step, value, side == "personal", (old, new), sealable)
    return after


Versions = tuple[CompiledService, CompiledService]


def _take(
    after: After, step: FieldStep, value: object, sealed: bool, versions: Versions, sealable: bool
) -> None:
    if step.target is None:
        if step.fate == "homeless":
            after.refusals.append(Refusal("no_field", {"field": step.source}))
        else:
            after.lines.append((step.source, None, "dropped", step.source_type))
        return
    taken = _converted(step, value, versions)
    if taken is None:
        after.refusals.append(_unfit(step))
        return
    side = _side(after, step.target, sealed, versions[1], sealable)
    if side is None:
        return
    if step.target in side:
        after.refusals.append(Refusal("two_answers", {"field": step.target}))
        return
    side[step.target] = taken
    if step.target != step.source or step.source_type != step.target_type:
        retyped = step.source_type != step.target_type
        kinds = f"{step.source_type} → {step.target_type}" if retyped else step.source_type
        after.lines.append((step.source, step.target, "converted" if retyped else "renamed", kinds))


def _converted(step: FieldStep, value: object, versions: Versions) -> object | None:
    if step.fate != "converted":
        return value
    old, new = versions[0].fields[step.source], versions[1].fields[str(step.target)]
    return field_types.get(new.type).from_other(value, old, new)


def _unfit(step: FieldStep) -> Refusal:
    if step.source_type == step.target_type:
        return Refusal("not_offered", {"field": step.source})
    return Refusal("no_conversion", {"field": step.source, "from": step.source_type, "to": step.target_type})


def _side(
    after: After, target: str, sealed: bool, new: CompiledService, sealable: bool
) -> dict[str, object] | None:
    """Where the answer is kept there. What was given as personal is never unsealed; what becomes personal is sealed."""
    if target in new.personal_fields:
        if sealed or sealable:
            return after.personal
        after.refusals.append(Refusal("no_key", {"field": target}))
        return None
    if sealed:
        after.refusals.append(Refusal("stays_personal", {"field": target}))
        return None
    return after.plain


def lacking(new: CompiledService, added: Iterable[str]) -> list[str]:
    """Fields that are new, asked of everybody, and looked at by an expression: a case without them could not go on."""
    read = _fields_read(new)
    return [
        key
        for key in added
        if key in read and new.fields[key].required and not new.fields[key].when
        if not new.spec.form[new.page_of(key)].when
    ]


def _fields_read(compiled: CompiledService) -> frozenset[str]:
    paths = (path for text in expressions_of(compiled.spec) for path in references(text))
    return frozenset(path[1] for path in paths if path[0] == "form" and path[1:])

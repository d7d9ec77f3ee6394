"""Points of a checklist: what an inspection adds up to (`points` of its items, `checklist.<key>.score`)."""

from collections.abc import Mapping

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.schema.service import Checklist
from casetypes.fieldwork.models import ChecklistRecord


def standing(spec: Checklist, record: ChecklistRecord | None) -> dict[str, object]:
    """What expressions see of a checklist; of one that nobody has begun: not complete, no points."""
    if record is None:
        return {"complete": False, "score": 0}
    return {"complete": record.complete, "score": score(spec, record.answers)}


def score(spec: Checklist, answers: Mapping[str, object]) -> int:
    """The points of all items answered so far."""
    return sum(_points(field, answers.get(key)) for key, field in spec.items.items())


def is_scored(spec: Checklist) -> bool:
    return any(field.points is not None for field in spec.items.values())


def _points(field: FieldOptions, answer: object) -> int:
    """By option; once for a yes; for each of a whole number."""
    if isinstance(field.points, dict):
        return field.points.get(str(answer), 0)
    return field.points * answer if field.points and isinstance(answer, int) else 0

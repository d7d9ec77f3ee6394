"""A personal answer of each kind that the shipped cities ask for, each with words that stand nowhere else."""

from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.builder import type_of

PLAIN: dict[str, object] = {
    "email": "zarzamora@quetzalli.example", "phone": "+528717654321", "curp": "ZAQX800101MCLRRR05",
    "address": {"street": "Calle Zarzamora", "exterior": "7719", "colonia": "Quetzalli"},
    "date": "1987-03-14", "time": "03:14", "datetime": "1987-03-14T03:14:00-06:00", "integer": 771977,
    "decimal": 7719.77, "money": 771977, "boolean": True, "postal_code": "27719",
}  # fmt: skip


def sample(spec: FieldOptions) -> object:
    """JSON-shaped, as a cleaned answer of that field lies sealed."""
    if spec.type in {"choice", "choices"}:
        first = next(iter(spec.options))  # type: ignore[attr-defined]
        return [first] if spec.type == "choices" else first
    if spec.type == "group":
        return [{key: sample(each) for key, each in spec.fields.items()}]  # type: ignore[attr-defined]
    return PLAIN.get(spec.type, "Zarzamora Quetzalli 7719")


def personal_answers_of(compiled: CompiledService) -> dict[str, object]:
    """To every personal question of a service but files."""
    asked = {
        key: spec
        for key, spec in compiled.fields.items()
        if spec.is_personal and not type_of(spec).takes_files
    }
    return {key: sample(spec) for key, spec in asked.items()}

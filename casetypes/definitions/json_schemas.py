"""The JSON Schemas of every kind of file, for editors: completion, and red lines while typing."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from casetypes.definitions.hover import described
from casetypes.definitions.loader.load import KINDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


SNIPPETS: dict[str, tuple[str, Any]] = {
    "priority": ("dos reglas / two rules", [
        {"when": "form.$1", "is": "high", "because": {"es": "$2", "en": "$3"}}, {"is": "normal"},
    ]),
    "states": ("recibido, resuelto, improcedente", {
        "recibido": {"public": "received"}, "resuelto": {"public": "resolved", "final": "done"},
        "improcedente": {"public": "declined", "final": "declined"},
    }),
    "clocks": ("plazo de solución / deadline", {
        "solucion": {"calendar": "$1", "runs_in": ["recibido"], "budget": "5 working days"},
    }),
    "transitions": ("un botón / a button", {
        "$1": {"title": {"es": "$2", "en": "$3"}, "from": ["recibido"], "to": "resuelto", "by": ["control_desk"]},
    }),
    "retention": ("dos y diez años / two and ten years", {
        "personal": "2 years after closing", "case": "10 years",
    }),
}  # fmt: skip


class _Schema(GenerateJsonSchema):
    """Without the titles that only repeat a key: hovering shows descriptions."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def json_schemas() -> dict[str, dict[str, Any]]:
    """Kind of file → its schema, keys sorted so that the files change only when the language does."""
    return {kind: _schema(kind) for kind in KINDS}


def _schema(kind: str) -> dict[str, Any]:
    model = KINDS[kind]
    schema = model.model_json_schema(by_alias=True, mode="validation", schema_generator=_Schema)
    _describe(schema)
    if kind == "service":
        _add_snippets(schema["properties"])
    return {"$schema": DIALECT, **schema, "title": f"Ágora: {kind}"}


def _describe(schema: Any) -> None:
    """Every key gets its sentence in both languages, in front of what the code says of it."""
    if isinstance(schema, list):
        for part in schema:
            _describe(part)
    if not isinstance(schema, dict):
        return
    properties = schema.get("properties")
    for key, part in properties.items() if isinstance(properties, dict) else ():
        if words := described(key):
            part["description"] = " ".join(filter(None, (words, part.get("description", ""))))
    for part in schema.values():
        _describe(part)


def _add_snippets(properties: dict[str, Any]) -> None:
    """The commonest shapes, which an editor offers whole."""
    for key, (label, body) in SNIPPETS.items():
        properties[key]["defaultSnippets"] = [{"label": label, "body": body}]

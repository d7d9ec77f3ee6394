"""The JSON Schemas of every kind of file, for editors: completion, and red lines while typing."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from casetypes.definitions.loader.load import KINDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


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
    return {"$schema": DIALECT, **schema, "title": f"Ágora: {kind}"}

"""A service's form as JSON Schema (2020-12): what `POST /cases/` accepts under `answers`."""

from typing import Any

from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.service import Page
from casetypes.forms.builder import type_of
from casetypes.kernel.text import pick

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def form_schema(compiled: CompiledService, language: str) -> dict[str, Any]:
    """One flat object of answers; `x-agora-pages` says which page asks what, and when.

    Fields of conditional pages are optional here; the server asks for them when their condition holds.
    """
    pages = {key: page for key, page in compiled.spec.form.items() if not page.by_office}
    asked = {key: spec for page in pages.values() for key, spec in page.fields.items()}
    fields = {key: spec for key, spec in asked.items() if spec.asks}
    always = {key for page in pages.values() if not page.when for key in page.fields}
    return {
        "$schema": DIALECT,
        "title": pick(compiled.spec.title, language),
        "description": pick(compiled.spec.summary, language),
        "type": "object",
        "properties": {key: type_of(spec).json_schema(spec, language) for key, spec in fields.items()},
        "required": [
            key for key, spec in fields.items() if spec.required and key in always and not spec.when
        ],
        "additionalProperties": False,
        "x-agora-pages": [_page(key, page, language) for key, page in pages.items()],
    }


def _page(key: str, page: Page, language: str) -> dict[str, Any]:
    known = {"key": key, "title": pick(page.title, language), "fields": list(page.fields)}
    return {**known, "when": page.when} if page.when else known

"""By which addresses the reporter of a case is reached: the first e-mail and the first telephone of its answers."""

from collections.abc import Mapping

from casetypes.definitions.compiled import CompiledService

CONTACT_TYPES = ("email", "phone")


def contacts_in(compiled: CompiledService, answers: Mapping[str, object]) -> dict[str, str]:
    """By kind ("email", "phone")."""
    found: dict[str, str] = {}
    for key, options in compiled.fields.items():
        value = answers.get(key)
        if options.type in CONTACT_TYPES and isinstance(value, str):
            found.setdefault(options.type, value)
    return found

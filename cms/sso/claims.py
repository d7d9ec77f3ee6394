"""Reading what a provider tells: a claim by its name or its path, one value or a list, always as texts."""

from collections.abc import Mapping
from typing import Any

from casetypes.definitions.schema.sign_on import SecondFactorSaid


def values(claims: Mapping[str, Any], name: str) -> frozenset[str]:
    """The values of a claim. `realm_access.roles` is looked for as it is written, then as a path; {} when absent."""
    return frozenset(_texts(_found(claims, name)))


def text(claims: Mapping[str, Any], name: str) -> str:
    """A claim that is one text; "" for anything else."""
    value = claims.get(name)
    return value.strip() if isinstance(value, str) else ""


def present(claims: Mapping[str, Any], name: str) -> bool:
    return _found(claims, name) is not None


def _found(claims: Mapping[str, Any], name: str) -> Any:
    if name in claims:
        return claims[name]
    here: Any = claims
    for part in name.split("."):
        here = here.get(part) if isinstance(here, Mapping) else None
    return here


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, int):
        return [str(value)]
    return [text for each in value for text in _texts(each)] if isinstance(value, list) else []


def second_factor(claims: Mapping[str, Any], said: SecondFactorSaid) -> bool:
    """Whether the provider says that it asked for one, in the words that the city takes for it."""
    by_class = values(claims, "acr").intersection(said.acr)
    return bool(by_class or values(claims, "amr").intersection(said.amr))

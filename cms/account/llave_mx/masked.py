"""Addresses and the CURP as their owner recognises them, and nobody else: for choosing between accounts."""

from casetypes.citizens import selectors
from casetypes.citizens.models import Citizen

HIDDEN = "•••"


def addresses(citizen: Citizen) -> list[str]:
    """What the account has proven: "a•••@example.org", "••• 4567"."""
    return [_address(each.kind, each.value) for each in selectors.addresses(citizen)]


def curp(value: str) -> str:
    """The first four characters: "GOMA•••"; "" when there is none."""
    return f"{value[:4]}{HIDDEN}" if value else ""


def _address(kind: str, value: str) -> str:
    if kind == "phone":
        return f"{HIDDEN} {value[-4:]}"
    name, _at, host = value.rpartition("@")
    return f"{name[:1]}{HIDDEN}@{host}"

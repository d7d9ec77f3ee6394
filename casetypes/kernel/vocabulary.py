"""The closed word lists of the definition language; language.md is their source. Tuples keep their order."""

from typing import Final, Literal, get_args

ROLES: Final = (
    "reporter",
    "agent",
    "control_desk",
    "supervisor",
    "crew",
    "provider",
    "comptroller",
    "steward",
    "committee",
    "administrator",
    "system",
)

PublicStatus = Literal[
    "received",
    "scheduled",
    "in_process",
    "waiting",
    "referred",
    "resolved",
    "declined",
    "duplicate",
    "withdrawn",
]
PUBLIC_STATUSES: Final[tuple[str, ...]] = get_args(PublicStatus)

FinalKind = Literal["done", "declined", "duplicate", "withdrawn", "referred_out"]
FINAL_KINDS: Final[tuple[str, ...]] = get_args(FinalKind)

Priority = Literal["low", "normal", "high", "critical"]
PRIORITIES: Final[tuple[str, ...]] = get_args(Priority)

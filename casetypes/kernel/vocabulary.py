"""The closed word lists of the definition language; language.md is their source. Tuples keep their order."""

from typing import Final

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

PUBLIC_STATUSES: Final = (
    "received",
    "scheduled",
    "in_process",
    "waiting",
    "referred",
    "resolved",
    "declined",
    "duplicate",
    "withdrawn",
)

FINAL_KINDS: Final = ("done", "declined", "duplicate", "withdrawn", "referred_out")

PRIORITIES: Final = ("low", "normal", "high", "critical")

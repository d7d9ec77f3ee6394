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

# What `rights:` of desks.yaml may give a role beyond the transitions of a definition; each counts where the post is.
RIGHTS: Final = (
    "capture",
    "read_desk",
    "read_own_department",
    "read_department",
    "read_assigned",
    "read_referred",
    "read_anonymised",
    "message",
    "note",
    "assign",
    "assign_desk",
    "reassign",
    "prioritise",
    "group",
    "export",
    "fill_checklist",
    "attach_evidence",
    "manage_absences",
    "metrics_department",
    "request_report",
    "audit",
    "write_definitions",
    "write_texts",
    "read_definitions",
    "approve_definitions",
    "publish_definitions",
    "manage_people",
    "see_who_may",
)
# Words of earlier files that nothing asks for: transitions say who refers and verifies.
RETIRED_RIGHTS: Final = ("refer", "verify", "sample", "write_calendars", "manage_settings")

"""Closed lists of words that several parts of a service use."""

from typing import Literal

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
FinalKind = Literal["done", "declined", "duplicate", "withdrawn", "referred_out"]
Priority = Literal["low", "normal", "high", "critical"]

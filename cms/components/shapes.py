"""What the components take: plain values, no models. A dictionary or any object with the same names will do.

Texts arrive ready to be shown (translated, formatted); dates as aware datetimes or dates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure."""

    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of "check your answers". `change_url` empty: no change link. Several values: one per line."""

    label: str
    value: str
    change_url: str = ""
    photos: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """What happened, who (a role, never a name), when and why; `status` colours the mark."""

    what: str
    who: str = ""
    when: datetime | None = None
    why: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineMove:
    """Why an expected date moved."""

    why: str
    when: datetime | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock as the citizen sees it; `spent`, `paused` and `left` in one unit (minutes, say), any total."""

    due: datetime | None
    spent: float
    left: float
    paused: float = 0
    over: float = 0
    running: bool = True
    moves: Sequence[DeadlineMove] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """One half of a before/after pair; `alt` says what is seen."""

    url: str
    alt: str
    when: datetime | None = None
    full_url: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its method. `value` is ready to show; empty means "not recorded". `demonstration`: generated
    cases are counted in it."""

    label: str
    value: str
    unit: str = ""
    change: str = ""
    direction: str = "level"  # up | down | level
    better: bool | None = None
    goal: str = ""
    series: Sequence[float | None] = ()
    target: float | None = None
    method: str = ""
    source_url: str = ""
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a data table; `key` names the entry of each row."""

    key: str
    label: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A point of a map and its line in the list twin; `url` may be empty."""

    title: str
    latitude: float
    longitude: float
    text: str = ""
    url: str = ""
    status: str = ""

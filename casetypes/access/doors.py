"""Every address of the product and who may pass: each face lists its own in `<face>/doors.py`.

A door says what one can do at an address and which action `policies.may` is asked there. Nothing here decides:
the doors are what the tests walk through (`tests/access`) and what the page "who may do this" tells.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Literal

from django.urls import ResolverMatch
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

Audience = Literal["public", "citizen", "staff", "machine"]
Subject = Literal[
    "none",
    "account",
    "case",
    "definition",
    "department",
    "desk",
    "file",
    "message",
    "own",
    "person",
    "report",
]
Doing = Literal[
    "reporting", "cases", "queues", "files", "definitions", "figures", "people", "pages", "own", "machines"
]
SAFE = ("GET",)
UNSAFE = ("POST",)
BOTH = ("GET", "POST")


@dataclass(frozen=True)
class Door:
    """One thing that can be done at one address; several doors may share an address (reading, writing).

    `route` is the name of the address with its namespace (`portal:track`), `*` at its end for all that begin so, or
    `/` and its pattern when it has no name. `audience`: everybody, who proved to be the reporter (`citizen`), who is
    signed in (`staff`), who sends a token (`machine`).
    `action` is what `policies.may` is asked, about a `subject` of that kind; empty: the whole audience passes.
    `permissions` are Django's, one is enough: addresses of Wagtail that know no policy of ours.
    `anonymised`: who only reads anonymised is shown it without anything personal.
    `secret`: the address itself is the proof (a draft's link, a signed link).
    """

    route: str
    title: str | Promise
    doing: Doing
    audience: Audience = "staff"
    action: str = ""
    subject: Subject = "none"
    methods: tuple[str, ...] = SAFE
    permissions: tuple[str, ...] = ()
    anonymised: bool = False
    secret: bool = False

    def covers(self, route: str) -> bool:
        return route == self.route or (self.route.endswith("*") and fnmatchcase(route, self.route))


_listed: list[Door] = []


def register(*doors: Door) -> None:
    """Called by each `<face>/doors.py` with its own; the same list twice is no harm."""
    _listed.extend(door for door in doors if door not in _listed)


def listed() -> tuple[Door, ...]:
    """The doors of every installed face, in the order of the faces."""
    _discover()
    return tuple(_listed)


def route_of(match: ResolverMatch) -> str:
    """How doors name the address that was asked for."""
    return ":".join((*match.namespaces, match.url_name)) if match.url_name else f"/{match.route}"


def at(route: str) -> tuple[Door, ...]:
    """What can be done at this address: doors that name it, else those that name all that begin so."""
    named = tuple(door for door in listed() if door.route == route)
    return named or tuple(door for door in listed() if door.covers(route))


@cache
def _discover() -> None:
    autodiscover_modules("doors")

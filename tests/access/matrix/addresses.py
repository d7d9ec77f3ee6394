"""Every address of the resolver with something to put into it, and what is sent to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.urls import NoReverseMatch, resolve, reverse
from wagtail.models import Page

from casetypes.access.doors import Door, route_of
from casetypes.cases import links
from casetypes.cases.models import Case
from casetypes.definitions import selectors as definitions
from tests.access.matrix.world import World, a_message
from tests.architecture.test_doors import addresses

NOWHERE = 987654321
PLAIN: dict[str, Any] = {
    "desk": "bacheo", "key": "bache", "slug": "bache", "page": "problema", "secret": "no-such-secret", "x": "x",
    "step": "retirar", "number": 1, "view": NOWHERE, "period": "2026Q3", "kind": "json",
    "language": "es", "path": "public/00/nothing.jpg", "token": "no-such-token", "provider": "no-such-provider",
}  # fmt: skip
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>")
INT = re.compile(r"<int:(\w+)>")
UUID = re.compile(r"<uuid:(\w+)>")


@dataclass(frozen=True)
class Visit:
    """One door at one address, about one case (None: about none)."""

    door: Door
    route: str
    address: str
    case: Case | None = None
    desk: str = ""

    @property
    def of_wagtail(self) -> bool:
        return bool(self.door.permissions)

    @property
    def absent(self) -> bool:
        """Whether the address names something that this city does not have."""
        return str(NOWHERE) in self.address or "no-such" in self.address


def routes_of(door: Door) -> list[str]:
    """The routes that a door stands for; a list once for the whole resolver."""
    return [route for route in _patterns() if door.covers(route)]


def visits(door: Door, world: World) -> Iterator[Visit]:
    """Every address of a door, with each of the cases or desks where the door is about one."""
    for route in routes_of(door):
        if not _leads_to(route, world):
            continue  # another address stands before it
        if door.subject in {"case", "file"}:
            for case in world.cases.values():
                yield Visit(door, route, _address(route, world, case), case)
        elif door.subject == "desk":
            for desk in ("bacheo", "alumbrado"):
                yield Visit(door, route, _address(route, world, None, desk=desk), desk=desk)
        else:
            yield Visit(door, route, _address(route, world, None))


def _leads_to(route: str, world: World) -> bool:
    if route not in _reached:
        match = resolve(urlsplit(_address(route, world, next(iter(world.cases.values())))).path)
        _reached[route] = route_of(match) == route
    return _reached[route]


_known: dict[str, str] = {}
_reached: dict[str, bool] = {}


def _patterns() -> dict[str, str]:
    if not _known:
        for route, pattern, _view in addresses():
            _known.setdefault(route, pattern)
    return _known


def _address(route: str, world: World, case: Case | None, **given: Any) -> str:
    pattern = _patterns()[route]
    if route.startswith("/"):
        return FIXED.get(route, route)
    names = [one or other for one, other in PARAMETER.findall(pattern)]
    values = {name: given.get(name, _value(name, route, pattern, world, case)) for name in names}
    try:
        return reverse(route, kwargs=values)
    except NoReverseMatch:
        return POSITIONAL[route]() if route in POSITIONAL else _written_out(pattern, values)


def _written_out(pattern: str, values: dict[str, Any]) -> str:
    """What `reverse` cannot do: the first of alternatives, the values in their groups."""
    plain = re.sub(r"\(\?:([^|)]+)\|[^)]*\)", r"\1", pattern)
    return "/" + re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda group: str(values[group[1]]), plain).rstrip("$")


FIXED = {"/admin/.*/$": "/admin/no-such-page/", "/api/<path:path>": "/api/no-such-thing/"}
POSITIONAL = {
    "wagtail_serve": lambda: "/",
    "wagtaildocs_serve": lambda: reverse("wagtaildocs_serve", args=[NOWHERE, "nothing.pdf"]),
    "wagtailadmin_pages:revisions_compare": lambda: reverse(
        "wagtailadmin_pages:revisions_compare", args=[_a_page(), "live", "latest"]
    ),
}


def _value(name: str, route: str, pattern: str, world: World, case: Case | None) -> Any:
    """Something that exists, as far as this city has it."""
    if case is not None and name in OF_CASE:
        return _of_case(name, world, case)
    if name == "pk" and route.startswith("studio_migration"):
        return world.batch.pk
    if name == "pk" and route.startswith("studio_"):
        return world.draft.pk
    if name == "pk" and route == "workspace_report_file":
        return world.report.pk
    if name == "appointment":
        return world.appointment.pk
    if name in {"page_id", "parent_page_id"}:
        return _a_page()
    if name == "person" or (route.startswith("people_") and name == "pk"):
        return world.people["agent"].pk
    if name in INT.findall(pattern) or name == "pk":
        return PLAIN[name] if isinstance(PLAIN.get(name), int) else NOWHERE
    if name in UUID.findall(pattern):
        return "00000000-0000-4000-8000-000000000000"
    return PLAIN.get(name, "x")


OF_CASE = {"folio", "attachment", "entry", "token", "key", "step", "transition", "name"}


def _of_case(name: str, world: World, case: Case) -> Any:
    return {
        "step": step_of(case, "reporter"), "transition": step_of(case, "control_desk"),
        "name": step_of(case, "control_desk"),
        "folio": case.folio, "attachment": world.files[case.folio], "entry": a_message(case),
        "token": links.sign(case.folio, "survey"), "key": "reparacion",
    }[name]  # fmt: skip


def step_of(case: Case, role: str) -> str:
    """A step that this role may take from where the case is; one from elsewhere when there is none now."""
    steps = definitions.compiled(case.version_id).spec.transitions
    for_role = [key for key, step in steps.items() if role in step.by]
    now = [key for key in for_role if case.state in steps[key].sources]
    return (now or for_role or list(steps))[0]


def _a_page() -> int:
    return Page.objects.filter(depth=2).values_list("pk", flat=True).first() or 1


FORMS: dict[tuple[str, str], dict[str, str]] = {
    ("workspace_note", ""): {"text": "Una nota."},
    ("workspace_assign", ""): {"crew": "C1", "reason": "Hoy"},
    ("workspace_view_save", ""): {"name": "Mi vista", "query": "state=x"},
    ("workspace_capture", ""): {"service": "bache", "channel": "phone", "language": "es"},
    ("workspace_reports", ""): {"period": "2026Q3", "language": "es"},
    ("workspace_reader_withdraw", ""): {"because": "Cambió de área", "nobody_left": "on"},
    ("studio_draft", "definition.write"): {"do": "save", "text": "key: bache", "revision": "1"},
    ("studio_draft", "definition.review"): {"do": "return", "note": "Falta algo"},
    ("studio_draft", "definition.publish"): {"do": "publish", "sha256": "ab"},
    ("studio_check", ""): {"text": "key: bache"},
    ("studio_replay", ""): {"days": "30"},
    ("studio_revision", ""): {"revision": "1"},
}  # fmt: skip


def form(visit: Visit) -> dict[str, str]:
    """What is posted: as much as makes the step possible where it is allowed."""
    return FORMS.get((visit.route, visit.door.action)) or FORMS.get((visit.route, "")) or {}

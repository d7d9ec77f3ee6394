"""Every address of the product is listed as a door, and every door leads somewhere."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver

from casetypes.access import doors, policies

UNLISTED = "{route} ({view}) is no door: list it in the doors.py of its face, with who may pass."


def addresses(
    resolver: URLResolver | None = None, prefix: str = "", spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, str]]:
    """(route as doors name it, its pattern, the view) of every address that the resolver knows."""
    for each in (resolver or get_resolver()).url_patterns:
        own = str(each.pattern)
        pattern = prefix + (own.removeprefix("^") if prefix else own)  # as Django joins them
        if isinstance(each, URLPattern):
            view = f"{each.callback.__module__}.{getattr(each.callback, '__qualname__', '')}"
            yield ":".join((*spaces, each.name)) if each.name else f"/{pattern}", pattern, view
        else:
            inner = (*spaces, each.namespace) if each.namespace else spaces
            yield from addresses(each, pattern, inner)


def test_every_address_is_a_door():
    unlisted = {route: view for route, _pattern, view in addresses() if not doors.at(route)}
    assert [UNLISTED.format(route=route, view=view) for route, view in sorted(unlisted.items())] == []


def test_every_door_leads_to_an_address():
    known = [route for route, _pattern, _view in addresses()]
    gone = [door.route for door in doors.listed() if not any(door.covers(route) for route in known)]
    assert [
        f"{route} is listed as a door and is no address any more: take it off its list." for route in gone
    ] == []


def test_every_action_of_a_door_is_one_that_the_policies_know():
    asked = {door.action for door in doors.listed() if door.action}
    assert sorted(asked - set(policies.actions())) == []

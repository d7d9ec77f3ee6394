"""The furniture of every page of the admin, kept ready written: the menu at the side and the dialog of shortcuts.

Wagtail writes both anew for every page, which took a third of the time of a queue. They depend on who is asking, on
what is published and on rights that Wagtail keeps in tables of its own: a right that was given or taken shows in the
menu within a minute (the pages behind it ask for themselves, at once).
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.admin.templatetags import wagtailadmin_tags

from casetypes.definitions.kept import until_published
from casetypes.kernel import clock
from cms.workspace.people import actor_of

SECONDS = 60
DIALOG = "wagtailadmin/shared/keyboard_shortcuts_dialog.html"


class Writing:
    """What is to be written, equal to any other of the same `key`: so it is written once for all of them."""

    def __init__(self, key: Hashable, write: Callable[[], SafeString]) -> None:
        self.key, self.write = key, write

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Writing) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@until_published
def _written(writing: Writing) -> SafeString:
    return writing.write()


def menu(context: Mapping[str, Any]) -> SafeString:
    """What Wagtail's script draws the menu from."""
    request: HttpRequest = context["request"]
    if not request.user.is_authenticated:
        return wagtailadmin_tags.sidebar_props(context)
    minute = int(clock.now().timestamp()) // SECONDS
    rights = "all" if request.user.is_superuser else frozenset(request.user.get_all_permissions())
    key = ("menu", get_language(), actor_of(request), rights, minute)
    return _written(Writing(key, lambda: wagtailadmin_tags.sidebar_props(context)))


def shortcuts(context: Mapping[str, Any]) -> SafeString:
    """The dialog of keyboard shortcuts, in the words of the reader's keyboard."""
    found = wagtailadmin_tags.keyboard_shortcuts_dialog(context)
    key = ("shortcuts", get_language(), repr(found))
    return _written(Writing(key, lambda: render_to_string(DIALOG, found)))


def connect() -> None:
    """Stand in for Wagtail's own two tags, before any template is read."""
    register = wagtailadmin_tags.register
    register.simple_tag(menu, takes_context=True, name="sidebar_props")
    register.simple_tag(shortcuts, takes_context=True, name="keyboard_shortcuts_dialog")

"""The warning that nobody reads a confidential service: its reports would wait, and nobody would know."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from wagtail.admin.ui.components import Component

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.cases import confidentiality
from casetypes.definitions import selectors as definitions
from casetypes.kernel.text import pick


class UnreadPanel(Component):
    """First on Wagtail's own home page."""

    name = "unread"
    order = 10
    template_name = "workspace/unread.html"

    def __init__(self, titles: list[str]) -> None:
        self.titles = titles

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"unread": self.titles, "elsewhere": True}


def titles() -> list[str]:
    """The services on offer that nobody reads today, in the active language. At most one query."""
    language, services = get_language() or "es", definitions.confidential_services()
    return [
        pick(services[key].spec.title, language)
        for key, people in confidentiality.readers_today().items()
        if not people
    ]


def told(actor: Actor) -> list[str]:
    """The same for those who can appoint somebody; nothing, and no query, for others."""
    return titles() if policies.may(actor, "people.manage") else []

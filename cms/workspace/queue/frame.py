"""What Wagtail draws around a queue: title, search, filters and buttons.

The same for everybody with the same rights until definitions change, unless something is searched or filtered: so it is
kept, ready written, and costs nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button, ButtonWithDropdown, HeaderButton

from casetypes.definitions.kept import until_published
from cms.workspace.crumbs import crumbs, here
from cms.workspace.desks import desk_name
from cms.workspace.queue.filters import filters_for
from cms.workspace.queue.listing import Listing
from cms.workspace.queue.search import search_form

HEADER = "wagtailadmin/shared/headers/slim_header.html"
# The dropdown would stand beside its button when the breadcrumbs open or close.
HIDES = "w-breadcrumbs:opened@document->w-dropdown#hide w-breadcrumbs:closed@document->w-dropdown#hide"


@dataclass(frozen=True)
class Reader:
    """All that the frame of a desk depends on but the address; `captures` and `exports` say which buttons there are."""

    desk: str
    roles: frozenset[str]
    language: str
    captures: bool
    exports: bool

    @classmethod
    def of(cls, listing: Listing) -> "Reader":
        actor = listing.actor
        captures = actor.has_right("capture")
        return cls(listing.desk, actor.roles(), listing.language, captures, listing.rights.export)


class Written(Component):
    """Buttons that were written before, where Wagtail asks for something to draw."""

    def __init__(self, html: SafeString) -> None:
        self.html = html

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> SafeString:
        return self.html


def header_of(listing: Listing) -> SafeString:
    """Title, buttons, search and filters."""
    if listing.query:
        return _header(Reader.of(listing), listing.query, listing.kept_query)
    return _plain_header(Reader.of(listing))


def buttons_of(listing: Listing) -> list[Component]:
    """The buttons alone, to renew the address of the export."""
    html = (
        _plain_buttons(Reader.of(listing))
        if not listing.kept_query
        else _buttons(Reader.of(listing), listing.kept_query)
    )
    return [Written(html)] if html else []


@until_published
def _plain_header(reader: Reader) -> SafeString:
    return _header(reader, QueryDict(), "")


@until_published
def _plain_buttons(reader: Reader) -> SafeString:
    return _buttons(reader, "")


def _header(reader: Reader, query: QueryDict, kept_query: str) -> SafeString:
    title = desk_name(reader.desk)
    filters = filters_for(reader.desk, roles=reader.roles, language=reader.language)(query)
    buttons = _buttons(reader, kept_query)
    context = {
        "title": title, "icon_name": "tasks", "breadcrumbs_items": crumbs(here(title)),
        "search_url": reverse("workspace_queue_results", args=[reader.desk]), "search_form": search_form(query),
        "filters": filters, "buttons": [Written(buttons)] if buttons else [],
    }  # fmt: skip
    return render_to_string(HEADER, context)


def _buttons(reader: Reader, kept_query: str) -> SafeString:
    return format_html_join("", "{}", ((button.render_html({}),) for button in _offered(reader, kept_query)))


def _offered(reader: Reader, kept_query: str) -> list[Component]:
    found: list[Component] = []
    if reader.captures:
        capture = reverse("workspace_capture")
        found.append(HeaderButton(_("Capture a report"), url=capture, icon_name="plus"))
    if reader.exports:
        url = f"{reverse('workspace_queue_export', args=[reader.desk])}?{kept_query}"
        export = Button(_("Download as CSV"), url=url, icon_name="download", priority=10)
        attrs = {"aria-label": _("Actions"), "data-action": HIDES}
        found.append(
            ButtonWithDropdown(
                buttons=[export], icon_name="dots-horizontal", attrs=attrs, classname="w-h-slim-header"
            )
        )
    return found

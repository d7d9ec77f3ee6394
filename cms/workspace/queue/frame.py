"""What Wagtail draws around a queue: title, search, filters and buttons.

The same for everybody with the same rights until definitions change, unless something is searched or filtered: so it is
kept, ready written, and costs nothing.
"""

from dataclasses import dataclass

from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import HeaderButton

from casetypes.access.policies import may
from casetypes.definitions.kept import until_published
from cms.workspace.crumbs import crumbs, here
from cms.workspace.desks import desk_name
from cms.workspace.queue.filters import filters_for
from cms.workspace.queue.listing import Listing
from cms.workspace.queue.search import search_form
from cms.workspace.queue.sight import Sight

HEADER = "wagtailadmin/shared/headers/slim_header.html"


@dataclass(frozen=True)
class Reader:
    """All that the frame of a desk depends on but the address; `captures`: there is a button for it."""

    sight: Sight
    language: str
    captures: bool

    @classmethod
    def of(cls, listing: Listing) -> "Reader":
        return cls(listing.sight, listing.language, bool(may(listing.actor, "case.capture")))


def header_of(listing: Listing) -> SafeString:
    """Title, buttons, search and filters."""
    if listing.query:
        return _header(Reader.of(listing), listing.query)
    return _plain_header(Reader.of(listing))


@until_published
def _plain_header(reader: Reader) -> SafeString:
    return _header(reader, QueryDict())


def _header(reader: Reader, query: QueryDict) -> SafeString:
    desk = reader.sight.desk
    title, filters = desk_name(desk), filters_for(reader.sight, language=reader.language)(query)
    context = {
        "title": title, "icon_name": "tasks", "breadcrumbs_items": crumbs(here(title)),
        "search_url": reverse("workspace_queue_results", args=[desk]),
        "search_form": search_form(query, anonymised=reader.sight.anonymised),
        "filters": filters, "buttons": _buttons(reader),
    }  # fmt: skip
    return render_to_string(HEADER, context)


def _buttons(reader: Reader) -> list[Component]:
    if not reader.captures:
        return []
    return [HeaderButton(_("Capture a report"), url=reverse("workspace_capture"), icon_name="plus")]

"""The three addresses of a queue: the page, its list alone (to renew it), and the list as a file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casetypes.access import policies
from cms.workspace.desks import desk_name, rights_at
from cms.workspace.people import actor_of
from cms.workspace.queue import frame
from cms.workspace.queue.export import file_of
from cms.workspace.queue.listing import Listing


@require_safe
def page(request: HttpRequest, desk: str) -> HttpResponse:
    """404 for a desk that does not exist or is somebody else's, here and at the other two."""
    listing = listing_of(request, desk)
    context = {"header": frame.header_of(listing), "header_title": desk_name(desk)}
    return render(request, "workspace/queue/page.html", _context(listing) | context)


@require_safe
def results(request: HttpRequest, desk: str) -> HttpResponse:
    """The list alone; with its filters when one of them was changed."""
    listing = listing_of(request, desk)
    context: dict[str, Any] = {}
    if "_w_filter_fragment" in request.GET:
        context |= {"render_filters_fragment": True, "filters": listing.filters}
    return render(request, "workspace/queue/results.html", _context(listing) | context)


@require_safe
def export(request: HttpRequest, desk: str) -> HttpResponseBase:
    """The same cases, for those whose role may take them out."""
    listing = listing_of(request, desk)
    policies.require(listing.actor, "queue.export", desk)
    return file_of(listing)


def listing_of(request: HttpRequest, desk: str) -> Listing:
    actor = actor_of(request)
    rights = rights_at(desk, actor)
    if not rights.open:
        raise Http404(_("There is no such queue."))
    return Listing(desk, actor, rights, request.GET)


def _context(listing: Listing) -> dict[str, Any]:
    """`view` is what Wagtail's templates call the list."""
    return {"listing": listing, "view": listing, "desk": listing.desk, "rights": listing.rights}

"""What every page of the studio shares: who may come in, and how a refusal looks inside the admin."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.definitions import selectors as definitions
from casetypes.definitions.models import CaseTypeVersion
from casetypes.kernel.errors import DomainError
from casetypes.kernel.text import pick
from cms.studio import selectors
from cms.studio.models import Draft
from cms.workspace.crumbs import Crumb, crumbs, here
from cms.workspace.people import actor_of

P = ParamSpec("P")


def studio_page(
    view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For who may read definitions; what the domain refuses is told with its own status, in the admin's frame."""

    @never_cache
    @wraps(view)
    def inside(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        actor = actor_of(request)
        try:
            policies.require(actor, "definition.read")
            return view(request, actor, *args, **kwargs)
        except DomainError as error:
            return refused(request, error)

    return inside


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    context = {
        "message": error.message,
        "header_title": _("This is not possible"),
        **trail(_("Not possible")),
    }
    return render(request, "studio/refused.html", context, status=error.status)


def trail(title: str, *before: Crumb) -> dict[str, Any]:
    """Breadcrumbs from the list of services to the page that is shown."""
    listing = {"url": reverse("studio_services"), "label": _("Services")}
    return {"breadcrumbs_items": crumbs(listing, *before, here(title))}


def service_crumbs(draft: Draft) -> list[Crumb]:
    """The way over the page of the service, where there is one: a new service has none yet."""
    if draft.base is None:
        return []
    return [{"url": reverse("studio_service", args=[draft.key]), "label": selectors.name_of(draft)}]


def language() -> str:
    return get_language() or "es"


def department_name(key: str) -> str:
    """In the reader's language; the key itself for a department that is gone."""
    return pick(definitions.city().departments.get(key, {}), language()) or key


def closed_words(live: CaseTypeVersion | None) -> str:
    """To whom alone a live service is still open, in words; "" for one that everybody may ask for."""
    offered = live.document.get("offered", "") if live else ""
    words = {"staff": _("Only staff open it"), "nobody": _("No longer offered")}
    return words.get(offered, "")

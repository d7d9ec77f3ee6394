"""The first page after signing in: crews see their work, desks what waits, editors Wagtail's own page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import HomeView

from casetypes.access.actors import Actor
from casetypes.access.policies import may
from casetypes.queues.loads import Load, loads
from cms.workspace import rules, standing_in, unread  # noqa: F401 (rules register themselves)
from cms.workspace.desks import DeskLink, desks_of
from cms.workspace.people import actor_of


@dataclass(frozen=True)
class DeskLoad:
    desk: DeskLink
    load: Load


class DesksPanel(Component):
    """The desks of a person and what waits there: one query."""

    name = "desks"
    order = 100
    template_name = "workspace/home_desks.html"

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"desks": desk_loads(self.actor)}


class EditorsHome(HomeView):
    """Wagtail's own, with what waits for this person, and their desks, before the public site."""

    template_name = "workspace/home_editors.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        panels = context["panels"]
        own = [panel for panel in panels if panel.order <= DesksPanel.order]
        rest = [panel for panel in panels if panel not in own]
        return {**context, "own": own, "panels": rest, "person": actor_of(self.request).name}


def desk_loads(actor: Actor) -> list[DeskLoad]:
    desks = desks_of(actor)
    found = loads([desk.key for desk in desks], actor) if desks else {}
    return [DeskLoad(desk, found[desk.key]) for desk in desks]


@never_cache
@require_admin_access
def home(request: HttpRequest) -> HttpResponse:
    """Stands before Wagtail's own home page at the same address."""
    actor = actor_of(request)
    if may(actor, "site.edit"):
        return EditorsHome.as_view()(request)
    if actor.reach.crews and not desks_of(actor):
        return redirect("workspace_work")
    own = [panel for panel in _panels(request) if panel.order < DesksPanel.order]
    context = {
        "desks": desk_loads(actor), "person": actor.name, "may_capture": bool(may(actor, "case.capture")),
        "has_work": bool(actor.reach.crews), "header_title": _("My desks"), "own": own,
    }  # fmt: skip
    return render(request, "workspace/home.html", context)


def _panels(request: HttpRequest) -> list[Component]:
    """What every face adds to the first page, in order."""
    panels: list[Component] = []
    for add in hooks.get_hooks("construct_homepage_panels"):
        add(request, panels)
    return sorted(panels, key=lambda panel: panel.order)


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """The first page gets what nobody reads, who stands in, and the desks of editors who also work at one."""
    actor = actor_of(request)
    if titles := unread.told(actor):
        panels.append(unread.UnreadPanel(titles))
    if sentences := standing_in.told(actor):
        panels.append(standing_in.StandingInPanel(sentences))
    if desks_of(actor):
        panels.append(DesksPanel(actor))

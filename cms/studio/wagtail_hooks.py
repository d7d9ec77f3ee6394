"""What the studio adds to the Wagtail admin: addresses, a menu item, what waits for a person on the home page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from casetypes.access.policies import may
from cms.studio.selectors import Waiting, waiting_for
from cms.studio.urls import urlpatterns
from cms.workspace.people import actor_of


class ServicesMenuItem(MenuItem):
    """For who may read definitions."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may(actor_of(request), "definition.read"))


class WaitingPanel(Component):
    """Texts to review, and own texts that came back."""

    name = "studio-waiting"
    order = 90
    template_name = "studio/waiting.html"

    def __init__(self, waiting: Waiting) -> None:
        self.waiting = waiting

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"waiting": self.waiting}


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return urlpatterns


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return ServicesMenuItem(
        _("Services"), reverse("studio_services"), name="services", icon_name="code", order=20
    )


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    """On every page, because the home page shows what waits."""
    return format_html('<link rel="stylesheet" href="{}">', static("studio/studio.css"))


@hooks.register("construct_homepage_panels")
def waiting_panel(request: HttpRequest, panels: list[Component]) -> None:
    waiting = waiting_for(actor_of(request))
    if waiting:
        panels.append(WaitingPanel(waiting))

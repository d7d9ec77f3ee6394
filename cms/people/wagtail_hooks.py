"""What the administration of people adds to the Wagtail admin, and what it takes out of it."""

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
from cms.people.to_do import ToDoPanel
from cms.people.urls import urlpatterns
from cms.workspace.people import actor_of

SECOND_DOOR = frozenset({"users", "groups"})


class PeopleMenuItem(MenuItem):
    """For who manages people, or absences of the people of a desk."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may(actor_of(request), "people.open"))


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return urlpatterns


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return PeopleMenuItem(_("People"), reverse("people_list"), name="people", icon_name="group", order=65)


@hooks.register("construct_homepage_panels")
def to_do(request: HttpRequest, panels: list[Component]) -> None:
    """For who manages people: what waits for them."""
    actor = actor_of(request)
    if may(actor, "people.manage"):
        panels.append(ToDoPanel(actor))


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    """On every page, because the first page shows the panel."""
    return format_html('<link rel="stylesheet" href="{}">', static("people/to_do.css"))


@hooks.register("construct_settings_menu")
def without_second_door(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's users and groups are managed here."""
    items[:] = [item for item in items if item.name not in SECOND_DOOR]

"""What the workspace adds to the Wagtail admin: addresses, menu, home panel, styles."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.workspace import home, readers_admin, reports_admin, wagtail_words  # noqa: F401  they register hooks
from cms.workspace.menu import CaptureMenuItem, DesksMenuItem, MyWorkMenuItem
from cms.workspace.urls import urlpatterns
from cms.workspace.who_may import hooks as who_may  # noqa: F401  registers its own


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return urlpatterns


@hooks.register("register_admin_menu_item")
def queues() -> MenuItem:
    return DesksMenuItem()


@hooks.register("register_admin_menu_item")
def my_work() -> MenuItem:
    return MyWorkMenuItem()


@hooks.register("register_admin_menu_item")
def capture() -> MenuItem:
    return CaptureMenuItem()


@hooks.register("construct_homepage_panels")
def desks_panel(request: HttpRequest, panels: list[Component]) -> None:
    home.add_panel(request, panels)


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("workspace/workspace.css"))


@hooks.register("insert_global_admin_js")
def choosers() -> SafeString:
    return format_html('<script src="{}"></script>', static("workspace/choosers.js"))

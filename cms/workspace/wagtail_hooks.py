"""What the workspace adds to the Wagtail admin: addresses, menu, styles."""

from django.templatetags.static import static
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.workspace import reports_admin  # noqa: F401  registers its own address and menu entry
from cms.workspace.menu import DesksMenuItem, MyWorkMenuItem
from cms.workspace.urls import urlpatterns


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return urlpatterns


@hooks.register("register_admin_menu_item")
def queues() -> MenuItem:
    return DesksMenuItem()


@hooks.register("register_admin_menu_item")
def my_work() -> MenuItem:
    return MyWorkMenuItem()


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("workspace/workspace.css"))

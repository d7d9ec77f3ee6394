"""What readings add to the Wagtail admin: their addresses and an entry of the menu for who reviews them."""

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from casetypes.access import policies
from cms.readings.urls import urlpatterns
from cms.workspace.people import actor_of


class ReviewMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policies.may(actor_of(request), "reading.review"))


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return urlpatterns


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return ReviewMenuItem(
        _("Readings of personal data"),
        reverse("readings_review"),
        name="readings",
        icon_name="view",
        order=62,
    )

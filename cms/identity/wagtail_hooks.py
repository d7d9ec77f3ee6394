"""What the admin shows of one's own safety: addresses, an entry in the account page, the administrators' list."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from casetypes.access import policies
from cms.identity.urls import SIGNED_IN
from cms.workspace.people import actor_of


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return SIGNED_IN


@hooks.register("register_account_menu_item")
def own_safety(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("identity_safety"),
        "label": _("Your safety"),
        "help_text": _("Second factor, open sessions, sign-ins, password."),
    }


class LockoutsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policies.may(actor_of(request), "people.manage"))


@hooks.register("register_settings_menu_item")
def lockouts() -> MenuItem:
    return LockoutsMenuItem(
        gettext_lazy("Locked sign-ins"),
        reverse("identity_lockouts"),
        name="lockouts",
        icon_name="lock",
        order=650,
    )


@hooks.register("register_admin_menu_item")
def safety() -> MenuItem:
    return MenuItem(
        gettext_lazy("Your safety"), reverse("identity_safety"), name="safety", icon_name="key", order=9000
    )


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("identity/admin.css"))

"""The doors of Wagtail: the public pages of the city, and its own addresses in the admin by group.

Wagtail leaves some of its own open to everybody who may see the admin (choosers, its internal API, tags); here each
group names the permission it needs, and `cms.workspace.gate` asks for it before Wagtail is reached.
"""

from django.utils.translation import gettext_lazy as _

from casetypes.access.doors import BOTH, UNSAFE, Audience, Door, register

SITE, EDIT = _("Read the pages of the city"), _("Edit the pages of the city")
PHOTOS, PAPERS = _("Manage the pictures of pages"), _("Manage the documents of pages")
SETTINGS, ACCOUNTS = _("Manage the settings of the site"), _("Manage accounts in the CMS")
SIGN_IN, OWN = _("Sign in as staff"), _("See and change one's own account")
CLOSED = _("Closed: nobody needs it here")
NOBODY = ("nobody",)


def _model(app: str, model: str) -> tuple[str, ...]:
    return tuple(f"{app}.{verb}_{model}" for verb in ("add", "change", "delete"))


def _public(*routes: str, methods: tuple[str, ...] = ("GET",)) -> list[Door]:
    return [Door(route, SITE, "pages", "public", methods=methods) for route in routes]


def _admin(title: object, permissions: tuple[str, ...], *routes: str) -> list[Door]:
    return [
        Door(route, title, "pages", methods=BOTH, permissions=permissions)  # type: ignore[arg-type]
        for route in routes
    ]


def _closed(audience: Audience, *routes: str) -> list[Door]:
    return [Door(route, CLOSED, "pages", audience, methods=BOTH, permissions=NOBODY) for route in routes]


register(
    *_public("wagtail_serve", "wagtaildocs_serve"),
    *_public("wagtaildocs_authenticate_with_password", "wagtailcore_authenticate_with_password", methods=UNSAFE),
    *_public("wagtailadmin_sprite", "wagtailadmin_javascript_catalog"),
    *_admin(EDIT, ("pages",), "wagtailadmin_explore*", "wagtailadmin_pages:*", "wagtailadmin_choose_page*",
            "wagtailadmin_api:pages:*", "wagtailadmin_tag_*", "wagtailadmin_editing_sessions:*",
            "wagtailadmin_block_preview", "wagtailadmin_reports:*", "wagtailembeds:*", "wagtailsnippets:index"),
    *_admin(EDIT, ("pages", "images", "documents", *_model("access", "user")), "wagtail_bulk_action"),
    *_admin(EDIT, ("simple_translation.submit_translation",), "simple_translation:*"),
    *_admin(PHOTOS, ("images",), "wagtailimages:*", "wagtailimages_chooser:*", "wagtailadmin_api:images:*"),
    *_admin(PAPERS, ("documents",), "wagtaildocs:*", "wagtaildocs_chooser:*", "wagtailadmin_api:documents:*"),
    *_admin(SETTINGS, ("collections",), "wagtailadmin_collections:*"),
    *_admin(SETTINGS, (*_model("wagtailcore", "workflow"), *_model("wagtailcore", "task")), "wagtailadmin_workflows:*"),
    *_admin(SETTINGS, _model("wagtailredirects", "redirect"), "wagtailredirects:*"),
    *_admin(SETTINGS, _model("wagtailcore", "site"), "wagtailsites:*"),
    *_admin(SETTINGS, _model("wagtailcore", "locale"), "wagtaillocales:*"),
    *_admin(ACCOUNTS, _model("access", "user"), "wagtailusers_users:*"),
    *_admin(ACCOUNTS, _model("auth", "group"), "wagtailusers_groups:*"),
    # A second sign-in, without the second factor and the limits of the first one; error pages to try out.
    *_closed("public", "wagtailcore_login"),
    *_closed("staff", "wagtailadmin_error_test", "/admin/test404/"),
    Door("wagtailadmin_login", SIGN_IN, "own", "public", methods=BOTH),
    Door("wagtailadmin_password_reset", SIGN_IN, "own", "public", methods=BOTH),
    Door("wagtailadmin_password_reset_done", SIGN_IN, "own", "public"),
    Door("wagtailadmin_password_reset_confirm", SIGN_IN, "own", "public", methods=BOTH, secret=True),
    Door("wagtailadmin_password_reset_complete", SIGN_IN, "own", "public"),
    Door("wagtailadmin_home", _("Open the first page of the staff"), "own"),
    Door("wagtailadmin_account", OWN, "own", subject="own", methods=BOTH),
    Door("wagtailadmin_dismissibles", OWN, "own", subject="own", methods=("PATCH",)),
    Door("wagtailadmin_logout", _("Sign out of the admin"), "own", subject="own", methods=UNSAFE),
    Door("/admin/.*/$", _("Open the first page of the staff"), "own"),
)  # fmt: skip

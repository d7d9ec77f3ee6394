"""Who passes below /admin/: the permission that the door of Wagtail's own addresses names, and how a no looks.

Our own views ask `policies.may`; Wagtail's know no policy of ours. An address below /admin/ that no face lists is
closed, so that what an update of Wagtail adds is not open by surprise.
"""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.admin import auth
from wagtail.admin.localization import get_localized_response
from wagtail.documents.permissions import permission_policy as documents
from wagtail.images.permissions import permission_policy as images
from wagtail.permissions import collection_permission_policy as collections

from casetypes.access import doors
from casetypes.kernel.errors import DomainError, NotAllowed, NotFound
from cms.workspace.crumbs import crumbs, here

log = structlog.get_logger()
ADMIN = "admin/"
USES = {"add", "change", "delete", "choose"}
POLICIES: dict[str, Any] = {"images": images, "documents": documents, "collections": collections}


class Gate:
    """Middleware; needs the person who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """A refusal, or None to go on; 404 for what is closed. Wagtail itself leads strangers to the sign-in."""
        match = request.resolver_match
        if match is None:
            return None
        found = doors.at(doors.route_of(match))
        needed = {each for door in found for each in door.permissions}
        if "nobody" in needed or (not found and match.route.startswith(ADMIN)):
            return missing(request)
        if not needed or not request.user.is_authenticated or any(holds(request.user, one) for one in needed):
            return None
        return self.process_exception(request, NotAllowed(reasons=[_("Your role does not include this.")]))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What the domain refuses, told within the frame of the admin to who works there."""
        inside = request.path_info.startswith(f"/{ADMIN}") and request.user.is_authenticated
        if not isinstance(error, DomainError) or not inside:
            return None
        log.warning("refused", path=request.path, code=error.code, status=error.status)
        return told(request, error)


def refuse(request: HttpRequest) -> HttpResponse:
    """Wagtail leads whom it refuses to the first page with a message and status 302; here a no is a 403 with a page."""
    return told(request, NotAllowed(reasons=[_("Your role does not include this.")]))


def missing(request: HttpRequest, _error: object = None, **_template: str) -> HttpResponse:
    """The page of 404: within the frame of the admin for who works there; raises Http404 for everybody else."""
    if not request.user.is_authenticated:
        raise Http404
    return told(request, NotFound(gettext_noop("The address may have changed, or a letter may be missing.")))


def told(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A page for a person, its sentence alone for a script."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return HttpResponse(error.message, status=error.status, content_type="text/plain; charset=utf-8")
    return get_localized_response(_refusal, request, error)  # type: ignore[no-any-return]


def connect() -> None:
    """Takes the place of Wagtail's own refusal, also for `PermissionDenied` in a view of ours."""
    auth.permission_denied = refuse


def answer_404(admin_urls: ModuleType) -> None:
    """Takes the place of Wagtail's own page of 404 at the addresses of the admin."""
    admin_urls.page_not_found = missing  # type: ignore[attr-defined]


def holds(user: Any, permission: str) -> bool:
    """A permission of Django (`auth.change_group`), or what Wagtail gives by page or collection."""
    if permission == "pages":
        return bool(auth.user_has_any_page_permission(user))
    if permission in POLICIES:
        return bool(POLICIES[permission].user_has_any_permission(user, USES))
    return bool(user.has_perm(permission))


def _refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    title = _("This page does not exist") if error.status == NotFound.status else _("This is not possible")
    context = {
        "message": _(error.message), "header_title": title, "header_icon": "lock",
        "breadcrumbs_items": crumbs(here(title)),
    }  # fmt: skip
    return render(request, "workspace/refused.html", context, status=error.status)

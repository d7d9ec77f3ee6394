"""What a browser forgets: one report, what was being written, or on the quick exit all that is confidential.

The quick exit is a GET, so that a plain link does it without JavaScript. What it forgets can be asked for again: a
draft by its link, a report by its own.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from casetypes.definitions import selectors as definitions
from cms.account import session as account
from cms.components.discretion import discreetly, mark
from cms.pages import addresses
from cms.portal import session
from cms.portal.visit import COOKIE, NEUTRAL_PAGE, Visit, drafts_sent_as, visiting


@never_cache
@require_POST
def leave(request: HttpRequest, folio: str) -> HttpResponse:
    """On a shared device: forget that this browser is the reporter's, with its confirmation and the draft it was."""
    session.unprove(request, folio)
    session.forget_received(request, folio)
    response = redirect("portal:track", folio)
    for cookie in drafts_sent_as(request, folio):
        response.delete_cookie(cookie, samesite="Lax")
    return response


@never_cache
@require_POST
@visiting
def discard(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Delete what was written and not sent, here and on the server."""
    visit.discard()
    messages.success(request, _("What you wrote is deleted."))
    return redirect(visit.service_url)


@require_safe
@discreetly
def leave_at_once(request: HttpRequest) -> HttpResponse:
    mark(request)
    session.forget_reports(request)
    if account.account_of(request):
        account.sign_out(request)
    session.remember_leaving(request)
    response = redirect(NEUTRAL_PAGE)
    for key in definitions.confidential_services():
        response.delete_cookie(COOKIE.format(slug=addresses.slug_of(key)), samesite="Lax")
    return response

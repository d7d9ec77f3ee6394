"""The quick exit: this browser forgets what it was writing and shows a page that says nothing.

A GET, so that a plain link does it without JavaScript. What it forgets can be asked for again: a draft by its
link, a report by its own.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from casetypes.definitions import selectors as definitions
from cms.account import session as account
from cms.components.discretion import discreetly, mark
from cms.pages import addresses
from cms.portal import session
from cms.portal.visit import COOKIE

NEUTRAL_PAGE = "https://www.gob.mx/"


@require_safe
@discreetly
def leave_at_once(request: HttpRequest) -> HttpResponse:
    mark(request)
    session.forget_reports(request)
    if account.account_of(request):
        account.sign_out(request)
    response = redirect(NEUTRAL_PAGE)
    for key in definitions.confidential_services():
        response.delete_cookie(COOKIE.format(slug=addresses.slug_of(key)), samesite="Lax")
    return response

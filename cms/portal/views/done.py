"""The folio, what happens next and by when."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from casetypes.cases import confidentiality, links
from casetypes.cases import selectors as cases
from casetypes.citizens import services as citizens
from casetypes.definitions import selectors
from casetypes.kernel.text import pick
from cms.account.session import account_of
from cms.components.discretion import discreetly, mark
from cms.portal import session, tracking


@never_cache
@discreetly
def done(request: HttpRequest, folio: str) -> HttpResponse:
    """Only for the browser that sent it; anybody else is led to the public page of the folio. That of a
    confidential report is shown once, with the secret link that alone leads back to it."""
    if not session.was_received(request, folio):
        return redirect("portal:track", folio)
    case = cases.get_for(session.actor(request, folio), folio) if session.is_proven(request, folio) else None
    if case is None:
        return redirect("portal:track", folio)
    spec = selectors.compiled(case.version_id).spec
    if spec.confidential:
        mark(request)
        session.forget_received(request, folio)
    clock, sealed = tracking.expected(case), confidentiality.is_unread(case)
    told = bool(case.citizen and citizens.contact(case.citizen, "email"))
    by_account = not spec.confidential and account_of(request) is not None
    context = {
        "case": case,
        "service": pick(spec.title, request.LANGUAGE_CODE),
        "department": pick(selectors.city().departments.get(spec.steward, {}), request.LANGUAGE_CODE),
        "due": clock.due_at if clock and not sealed else None,
        "sealed": sealed,
        "by_account": by_account,
        "secret_link": _lasting_link(folio) if spec.confidential else "",
        "own_link": "" if spec.confidential or told or by_account else _lasting_link(folio),
        "told": told,
    }
    return render(request, "portal/done.html", context)


def _lasting_link(folio: str) -> str:
    """It holds for as long as such a case may last: who left no address cannot ask for another."""
    return f"{settings.PUBLIC_URL}{reverse('portal:track', args=[folio])}?k={links.sign(folio, 'secret')}"

"""The folio, what happens next and by when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from casetypes.cases import selectors as cases
from casetypes.citizens import services as citizens
from casetypes.definitions import selectors
from casetypes.kernel.text import pick
from cms.portal import session, tracking


@never_cache
def done(request: HttpRequest, folio: str) -> HttpResponse:
    """Only for the browser that sent it; anybody else is led to the public page of the folio."""
    if not session.was_received(request, folio):
        return redirect("portal:track", folio)
    case = cases.get_for(session.actor(request, folio), folio) if session.is_proven(request, folio) else None
    if case is None:
        return redirect("portal:track", folio)
    spec = selectors.compiled(case.version_id).spec
    clock = tracking.expected(case)
    context = {
        "case": case,
        "service": pick(spec.title, request.LANGUAGE_CODE),
        "department": pick(selectors.city().departments.get(spec.steward, {}), request.LANGUAGE_CODE),
        "due": clock.due_at if clock else None,
        "told": bool(case.citizen and citizens.contact(case.citizen, "email")),
    }
    return render(request, "portal/done.html", context)

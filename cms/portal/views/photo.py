"""A photo of a confidential report that is being written: for the browser that writes it, by an address that ends."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casetypes.evidence import services as evidence
from cms.portal.visit import Visit, visiting


@never_cache
@require_safe
@visiting
def photo(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    if not visit.draft_key:
        raise Http404("no draft in this browser")
    response = HttpResponse(evidence.draft_thumbnail(token, visit.draft_key), content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response

"""Everything that is the person's own, to read and to take along. Made at the moment, kept nowhere."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casetypes.accounts.taking_along import everything
from casetypes.citizens.models import Citizen
from cms.account.pages import own_actor, signed_in


@require_safe
@signed_in
def as_json(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    told = everything(citizen, own_actor(request, citizen))
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="mis-datos.json"'
    return response


@require_safe
@signed_in
def readable(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """The same on one page that prints well."""
    told = everything(citizen, own_actor(request, citizen))
    return render(request, "account/download.html", {"tab": "data", "told": told})

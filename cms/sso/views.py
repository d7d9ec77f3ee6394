"""OpenID Connect's pages: to the provider, back from it, and out again. All of them without a session of ours."""

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cms.identity import destinations, entering
from cms.sso import leaving, providers
from cms.sso.arrival import arrive
from cms.sso.oidc import flow, tokens
from cms.sso.pages import invitation_of, of_provider, onward
from cms.sso.providers import Provider
from cms.sso.refusals import SignOnRefused

log = structlog.get_logger()


@require_http_methods(["GET", "POST"])
@of_provider(providers.named)
def begin(request: HttpRequest, provider: Provider) -> HttpResponse:
    """To the provider."""
    wanted, invitation = destinations.wanted(request), invitation_of(request)
    return onward(
        request, provider, flow.start(provider, request.session, next=wanted, invitation=invitation)
    )


@require_GET
@of_provider(providers.named)
def back(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Where the provider sends the browser: whoever it proves comes in, by their second factor if it asked none."""
    proven, asked = flow.finish(provider, request.session, request.GET)
    identity = arrive(proven, invitation=asked.invitation)
    return entering.arrive(
        request, identity.user, means="sso", target=destinations.safe(asked.next),
        second_factor_given=proven.second_factor, origin=leaving.origin_of(identity, proven),
    )  # fmt: skip


@require_GET
@of_provider(providers.named)
def leave(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Signed out here: on to the provider, where the person is still signed in."""
    address = leaving.address_at(provider, request.session)
    if address is None:
        return redirect("sso_left", provider.key)
    return render(
        request, "sso/onward.html", {"provider": provider.name, "address": address, "leaving": True}
    )


@require_GET
@of_provider(providers.named)
def left(request: HttpRequest, provider: Provider) -> HttpResponse:
    return render(request, "sso/left.html", {"provider": provider.name})


@csrf_exempt
@require_POST
@never_cache
def told_to_leave(request: HttpRequest, provider: str) -> HttpResponse:
    """Back-channel logout: the provider itself says, signed, whose sessions end. Answers as section 2.8 wants."""
    found = providers.named(provider)
    try:
        subject, sid = tokens.logout(found, request.POST.get("logout_token", ""))
    except SignOnRefused as refused:
        log.warning("sso_logout_refused", provider=found.key, code=refused.code, because=refused.because)
        return JsonResponse({"error": "invalid_request"}, status=503 if refused.status == 503 else 400)
    leaving.end(found, subject=subject, sid=sid)
    return HttpResponse()

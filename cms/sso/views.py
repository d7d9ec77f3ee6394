"""The pages of single sign-on: to the provider, back from it, and out again. All of them without a session of ours."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cms.identity import destinations, entering
from cms.identity.speaking import spoken
from cms.sso import leaving, providers
from cms.sso.arrival import arrive
from cms.sso.oidc import flow, tokens
from cms.sso.providers import Provider
from cms.sso.refusals import SignOnRefused

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Provider, P], HttpResponse]
log = structlog.get_logger()


def _of_provider(view: View[P]) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    """Hands the view its provider (404 for none), and tells a refusal as a page that leads on."""

    @wraps(view)
    @never_cache
    @spoken
    def answer(request: HttpRequest, provider: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        found = providers.named(provider)
        try:
            return view(request, found, *args, **kwargs)
        except SignOnRefused as refused:
            log.warning("sso_refused", provider=found.key, code=refused.code, because=refused.because)
            return _refused(request, found, refused)

    return answer


def _refused(request: HttpRequest, provider: Provider, refused: SignOnRefused) -> HttpResponse:
    target = destinations.wanted(request)
    again = f"{reverse('sso_begin', args=[provider.key])}?{urlencode({'next': target})}"
    context = {"provider": provider.name, "refused": refused, "again": again}
    return render(request, "sso/refused.html", context, status=refused.status)


@require_http_methods(["GET", "POST"])
@_of_provider
def begin(request: HttpRequest, provider: Provider) -> HttpResponse:
    """To the provider. A posted form may lead to no other site (`form-action`), so it gets a page that goes on."""
    sent = request.POST if request.method == "POST" else request.GET
    address = flow.start(
        provider,
        request.session,
        next=destinations.wanted(request),
        invitation=sent.get("invitation", "")[:200],
    )
    if request.method == "POST":
        return render(request, "sso/onward.html", {"provider": provider.name, "address": address})
    return redirect(address)


@require_GET
@_of_provider
def back(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Where the provider sends the browser: whoever it proves comes in, by their second factor if it asked none."""
    proven, asked = flow.finish(provider, request.session, request.GET)
    identity = arrive(proven, invitation=asked.invitation)
    return entering.arrive(
        request, identity.user, means="sso", target=destinations.safe(asked.next),
        second_factor_given=proven.second_factor, origin=leaving.origin_of(identity, proven),
    )  # fmt: skip


@require_GET
@_of_provider
def leave(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Signed out here: on to the provider, where the person is still signed in."""
    address = leaving.address_at(provider, request.session)
    if address is None:
        return redirect("sso_left", provider.key)
    return render(
        request, "sso/onward.html", {"provider": provider.name, "address": address, "leaving": True}
    )


@require_GET
@_of_provider
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

"""What the views of both protocols share: their provider, refusals as pages, and the way on to another site."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from cms.identity import destinations
from cms.identity.speaking import spoken
from cms.sso.providers import Source
from cms.sso.refusals import SignOnRefused

P = ParamSpec("P")
S = TypeVar("S", bound=Source)
View = Callable[Concatenate[HttpRequest, S, P], HttpResponse]
Routed = Callable[Concatenate[HttpRequest, str, P], HttpResponse]
log = structlog.get_logger()


def of_provider(find: Callable[[str], S]) -> Callable[[View[S, P]], Routed[P]]:
    """Hands the view its provider (404 for none), in the reader's language, and tells a refusal as a page that leads
    on."""

    def decorated(view: View[S, P]) -> Routed[P]:
        @wraps(view)
        @never_cache
        @spoken
        def answer(request: HttpRequest, provider: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            found = find(provider)
            try:
                return view(request, found, *args, **kwargs)
            except SignOnRefused as refused:
                log.warning("sso_refused", provider=found.key, code=refused.code, because=refused.because)
                return _refused(request, found, refused)

        return answer

    return decorated


def _refused(request: HttpRequest, provider: Source, refused: SignOnRefused) -> HttpResponse:
    again = f"{provider.begins_at}?{urlencode({'next': destinations.wanted(request)})}"
    context = {"provider": provider.name, "refused": refused, "again": again}
    return render(request, "sso/refused.html", context, status=refused.status)


def onward(request: HttpRequest, provider: Source, address: str) -> HttpResponse:
    """To another site. A posted form may end at none (`form-action`), so it gets a page that goes on by itself."""
    if request.method == "POST":
        return render(request, "sso/onward.html", {"provider": provider.name, "address": address})
    return redirect(address)


def invitation_of(request: HttpRequest) -> str:
    """The token of a letter of ours, when one led here."""
    sent = request.POST if request.method == "POST" else request.GET
    return sent.get("invitation", "")[:200]

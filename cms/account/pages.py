"""What every page of the account shares: who is signed in, or the way to sign in and back."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from casetypes.access.actors import Actor
from casetypes.citizens.models import Citizen
from cms.account import session

View = Callable[..., HttpResponse]
NEXT = "next"


def signed_in(view: View) -> View:
    """Give a view `(request, citizen, …)`; anybody else is asked to sign in first. Browsers keep nothing of it."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: object) -> HttpResponse:
        citizen = session.account_of(request)
        response = view(request, citizen, **kwargs) if citizen else _to_sign_in(request)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


def own_actor(request: HttpRequest, citizen: Citizen) -> Actor:
    """The signed-in citizen as the actor of selectors."""
    actor = session.actor_of(request)
    return actor or Actor(kind="reporter", citizen_id=str(citizen.pk))


def onward(request: HttpRequest, wanted: str) -> str:
    """Where to go after signing in: an address of this very site, else the account."""
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if wanted.startswith("/") and own else reverse("account:home")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else reverse("account:home")
    return redirect(f"{reverse('account:enter')}?{urlencode({NEXT: back})}")

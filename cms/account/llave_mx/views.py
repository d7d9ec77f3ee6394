"""Signing in with Llave MX and taking it away again.

Nothing is written before Llave MX has answered whole. Every way that ends badly ends at the page that offers a code.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

import structlog
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from casetypes.accounts.llave_mx import linking
from casetypes.accounts.llave_mx.client import Client
from casetypes.accounts.llave_mx.configuration import Configuration, configured, redirect_address
from casetypes.accounts.llave_mx.errors import LlaveMxRefused
from casetypes.accounts.llave_mx.linking import Choice, Entered
from casetypes.accounts.llave_mx.protocol import Person
from casetypes.citizens.models import Citizen
from casetypes.kernel.errors import DomainError
from cms.account import session
from cms.account.llave_mx import masked, pending
from cms.account.llave_mx.pending import Arrived, Begun
from cms.account.llave_mx.tries import too_many_tries
from cms.account.pages import onward
from cms.account.patience import too_many

LONGEST = 2000
log = structlog.get_logger()
View = Callable[..., HttpResponse]


def where_configured(view: View) -> View:
    """Give a view `(request, configuration)`; 404 in a city without Llave MX."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        configuration = configured()
        if configuration is None:
            raise Http404("Llave MX is not configured")
        return view(request, configuration)

    return answer


@never_cache
@require_http_methods(["GET", "POST"])
@where_configured
def enter(request: HttpRequest, configuration: Configuration) -> HttpResponse:
    """Says what is read from Llave MX, then goes there."""
    if request.method == "POST":
        return HttpResponseRedirect(_address_there(request, configuration))
    context = {
        "next": _next(request, request.GET.get("next", "")),
        "citizen": session.account_of(request),
    }
    response = render(request, "account/llave_mx/enter.html", context)
    # Browsers apply form-action to where a form is redirected, too.
    vars(response)["_csp_update"] = {"form-action": [configuration.sign_in_origin]}
    return response


def _address_there(request: HttpRequest, configuration: Configuration) -> str:
    state, challenge = pending.begin(
        request,
        language=get_language() or "es",
        next_address=_next(request, request.POST.get("next", "")),
        shared="shared" in request.POST,
    )
    query = {
        "response_type": "code",
        "client_id": configuration.client_id,
        "redirect_url": redirect_address(),
        "redirect_uri": redirect_address(),
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{configuration.sign_in}?{urlencode(query)}"


def _next(request: HttpRequest, wanted: str) -> str:
    """An address of this site to go on to; "" when none was asked for."""
    return onward(request, wanted[:LONGEST]) if wanted else ""


@never_cache
@require_safe
@where_configured
def comeback(request: HttpRequest, configuration: Configuration) -> HttpResponse:
    """Where Llave MX sends the browser back to; the next address has neither code nor state."""
    known = pending.begun_in(request)
    with translation.override(known.language if known else get_language()):
        begun = pending.finish(request, request.GET.get("state", "")[:LONGEST])
        if begun is None:
            messages.error(request, LlaveMxRefused().message)
            return redirect("llave_mx:enter")
        if too_many_tries(request):
            return too_many(request)
        try:
            person = _who(request, begun, configuration)
            outcome = linking.arrive(
                person, signed_in=session.account_of(request), language=get_language() or "es"
            )
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("llave_mx:enter")
        return _go_on(request, person, outcome, begun)


def _who(request: HttpRequest, begun: Begun, configuration: Configuration) -> Person:
    """Raises LlaveMxRefused where it was given up there, and what the client raises."""
    code = request.GET.get("code", "")
    if not 0 < len(code) < LONGEST:
        raise LlaveMxRefused
    client = Client(configuration)
    token = client.exchange(code, begun.verifier)
    person = client.person(token)
    if begun.shared:
        client.close(token)
    return person


def _go_on(request: HttpRequest, person: Person, outcome: Entered | Choice, begun: Begun) -> HttpResponse:
    if isinstance(outcome, Choice):
        pending.keep(request, person, begun)
        return redirect("llave_mx:choose")
    return _enter(request, outcome, next_address=begun.next, shared=begun.shared)


@never_cache
@require_http_methods(["GET", "POST"])
@where_configured
def choose(request: HttpRequest, _configuration: Configuration) -> HttpResponse:
    """More than one account may be meant: the person says which; nothing is joined."""
    arrived, signed_in = pending.kept(request), session.account_of(request)
    if arrived is None:
        messages.error(request, LlaveMxRefused().message)
        return redirect("llave_mx:enter")
    if request.method == "POST":
        return _choose(request, arrived, signed_in)
    meant = linking.meant(arrived.person, signed_in=signed_in)
    accounts = [(str(each.pk), masked.addresses(each), each == signed_in) for each in meant]
    return render(request, "account/llave_mx/choose.html", {"accounts": accounts})


def _choose(request: HttpRequest, arrived: Arrived, signed_in: Citizen | None) -> HttpResponse:
    pending.forget(request)
    try:
        entered = linking.choose(arrived.person, _chosen(request), signed_in=signed_in)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("llave_mx:enter")
    return _enter(request, entered, next_address=arrived.next, shared=arrived.shared)


def _chosen(request: HttpRequest) -> uuid.UUID:
    """The account that was picked; one that is no number is nobody's."""
    try:
        return uuid.UUID(request.POST.get("account", ""))
    except ValueError:
        return uuid.UUID(int=0)


def _enter(request: HttpRequest, entered: Entered, *, next_address: str, shared: bool) -> HttpResponse:
    """Signed in, with a word about what became of it."""
    signed_in = session.account_of(request)
    if signed_in is None or signed_in.pk != entered.citizen.pk:
        session.sign_in(request, entered.citizen, by="llave_mx", shared=shared)
    if text := _told(entered):
        messages.success(request, text)
    return redirect(next_address or reverse("account:home"))


def _told(entered: Entered) -> str:
    """What happened, the first time."""
    if entered.how == "known":
        return ""
    if entered.how == "new":
        return _(
            "Your account is ready. Add a phone or another address under “My data”: reports made with it join it."
        )
    return _("Llave MX is linked to your account: from now on you can sign in with it as well.")


@never_cache
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest) -> HttpResponse:
    """Take Llave MX away from the account; the account and its reports stay."""
    citizen = session.account_of(request)
    if citizen is None or linking.identity_of(citizen) is None:
        return redirect("account:home")
    if request.method == "POST":
        return _remove(request, citizen)
    return render(request, "account/llave_mx/remove.html", {"curp": masked.curp(linking.curp_of(citizen))})


def _remove(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    try:
        linking.unlink(citizen)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, _("Llave MX is no longer linked to your account. Your CURP was deleted here.")
        )
    return redirect("account:home")

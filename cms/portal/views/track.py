"""Following a report by its folio, and the two small forms that lead there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from casetypes.accounts import follows
from casetypes.cases import confidentiality, links
from casetypes.cases import selectors as cases
from casetypes.cases.models import Case
from casetypes.cases.selectors import Offer
from casetypes.definitions import selectors as definitions
from casetypes.kernel.errors import DomainError, NotFound
from casetypes.kernel.folio import FolioPattern
from casetypes.kernel.text import pick
from casetypes.surveys import services as surveys
from cms.account import guessing
from cms.account.patience import too_many
from cms.account.session import account_of
from cms.components.discretion import discreetly, mark
from cms.pages import addresses
from cms.portal import heard, kept_pages, session, tracking
from cms.readings import citizen as readings

TOKEN = "k"
LONGEST = 60


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The search box of the header leads to the catalogue."""
    query = urlencode({"q": request.GET.get("q", "")[:100]})
    return redirect(f"{addresses.page(addresses.CATALOGUE)}?{query}")


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The folio as typed leads to its page; nothing typed leads back."""
    typed = request.GET.get("folio", "").strip()[:LONGEST].replace("/", "-")
    spelled = as_given_out(typed)
    if not spelled:
        return redirect(addresses.page("seguimiento"))
    return redirect("portal:track", spelled)


def as_given_out(folio: str) -> str:
    """The folio however it was typed: without spaces, in capitals, look-alikes mapped."""
    return FolioPattern(definitions.city().folio).normalise(folio[:LONGEST])


@require_safe
@discreetly
def track(request: HttpRequest, folio: str) -> HttpResponse:
    """The public page of a folio; with the signed link of a message (`?k=`) or a code, the reporter's."""
    if token := request.GET.get(TOKEN):
        return _enter(request, folio, token)
    proven = session.is_proven(request, folio)
    if not proven and guessing.is_over(request):
        return too_many(request)
    for_everybody = kept_pages.is_for_everybody(request, proven=proven)
    if for_everybody and (kept := kept_pages.find(folio)):
        return _for_everybody(HttpResponse(kept))
    tracked = tracking.of(folio, proven=proven)
    if tracked is None:
        return _unknown(request, folio)
    if tracked.confidential:
        mark(request)
    own = _reporter_context(request, folio) if proven else {}
    places = [tracked.place] if tracked.place else []
    context = {
        "case": tracked,
        "places": places,
        "proven": proven,
        "by_account": proven and session.is_by_account(request, folio),
        "followed": None if proven else _followed(request, folio),
        "is_demonstration": tracked.demonstration,
        **own,
    }
    response = render(request, "portal/track.html", context)
    if for_everybody and not tracked.confidential:
        kept_pages.keep(folio, tracked, response.content)
    return _for_one_person(response) if proven else _for_everybody(response)


def _enter(request: HttpRequest, folio: str, token: str) -> HttpResponse:
    """A good link opens the case in this browser; then the address loses the token."""
    try:
        opened = links.open_reporter_link(token)
    except NotFound as error:
        context = {"reason": error.message, "folio": folio}
        return _for_one_person(render(request, "portal/link.html", context, status=error.status))
    session.prove(request, opened)
    return _for_one_person(redirect("portal:track", opened))


def _unknown(request: HttpRequest, folio: str) -> HttpResponse:
    """Another spelling leads on; else a page that helps. The same work is done for every unknown folio."""
    spelled = as_given_out(folio)
    if spelled and spelled != folio and "/" not in spelled:
        return redirect(reverse("portal:track", args=[spelled]))
    guessing.count(request)
    valid = FolioPattern(definitions.city().folio).is_valid(folio)
    response = render(request, "portal/unknown.html", {"folio": folio[:LONGEST], "valid": valid}, status=404)
    return _for_one_person(response)


def _followed(request: HttpRequest, folio: str) -> bool | None:
    """Whether who is signed in follows this report of somebody else; None for everybody else."""
    citizen = account_of(request)
    return follows.is_followed(citizen, folio) if citizen else None


def _reporter_context(request: HttpRequest, folio: str) -> dict[str, object]:
    actor = session.actor(request, folio)
    case = cases.get_for(actor, folio)
    offers = offers_to_reporter(case, cases.offers(case, actor))
    return {
        "offers": [(offer, pick(offer.title, request.LANGUAGE_CODE)) for offer in offers if offer.allowed],
        "refused": [
            (offer, pick(offer.title, request.LANGUAGE_CODE)) for offer in offers if not offer.allowed
        ],
        "question": heard.question(case, definitions.compiled(case.version_id)),
        "survey_url": _open_survey(case),
        "sealed": confidentiality.is_unread(case),
        "typed_place": tracking.typed_place(case, request.LANGUAGE_CODE),
        "readings": readings.of_case(case, request.GET.get(readings.PARAMETER, "")),
    }


def _open_survey(case: Case) -> str:
    """Where its reporter may rate it now; empty when there is nothing to rate."""
    if not case.final_kind:
        return ""
    token = links.sign(case.folio, "survey")
    try:
        surveys.open_invitation(token)
    except DomainError:
        return ""
    return reverse("portal:survey", args=[token])


def offers_to_reporter(case: Case, offers: list[Offer]) -> list[Offer]:
    """The steps that the definition gives to whoever reported."""
    transitions = definitions.compiled(case.version_id).spec.transitions
    return [offer for offer in offers if "reporter" in transitions[offer.key].by]


def _for_one_person(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response


def _for_everybody(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, max_age=0, must_revalidate=True)
    return response

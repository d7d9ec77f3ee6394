"""SAML's pages: to the provider, the post that it makes the browser send, the step after it, and what we tell of us."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cms.identity import destinations, entering
from cms.sso import providers
from cms.sso.arrival import arrive
from cms.sso.pages import invitation_of, of_provider, onward
from cms.sso.providers import SamlSource
from cms.sso.saml import flow


@require_http_methods(["GET", "POST"])
@of_provider(providers.saml_named)
def begin(request: HttpRequest, provider: SamlSource) -> HttpResponse:
    """To the provider."""
    wanted, invitation = destinations.wanted(request), invitation_of(request)
    return onward(
        request, provider, flow.start(provider, request.session, next=wanted, invitation=invitation)
    )


@csrf_exempt
@require_POST
@of_provider(providers.saml_named)
def posted(request: HttpRequest, provider: SamlSource) -> HttpResponse:
    """The provider's answer, which its signature proves; whose browser brings it is seen at the next step."""
    return redirect(flow.deliver(provider, request.POST.get("SAMLResponse", "")))


@require_GET
@of_provider(providers.saml_named)
def back(request: HttpRequest, provider: SamlSource, token: str) -> HttpResponse:
    """Whoever the provider proves comes in, by their second factor if it asked none."""
    proven, target, invitation = flow.fetch(provider, request.session, token)
    identity = arrive(proven, invitation=invitation)
    return entering.arrive(
        request, identity.user, means="sso", target=destinations.safe(target),
        second_factor_given=proven.second_factor,
    )  # fmt: skip


@require_GET
@of_provider(providers.saml_named)
def metadata(request: HttpRequest, provider: SamlSource) -> HttpResponse:
    """What the provider's administrator loads; its address is our name there."""
    context = {
        "entity_id": provider.address("sso_saml_metadata"), "posted": provider.address("sso_saml_posted"),
    }  # fmt: skip
    return render(request, "sso/metadata.xml", context, content_type="application/samlmetadata+xml")

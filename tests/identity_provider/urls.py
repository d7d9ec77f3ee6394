"""The provider's addresses: sign-in page, OpenID Connect below /o/, and the door of the tests."""

import json
from urllib.request import Request, urlopen

from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from oauth2_provider.models import Application
from oauth2_provider.settings import oauth2_settings

from tests.identity_provider import saml, telling
from tests.identity_provider.settings import new_key


@csrf_exempt
def control(request: HttpRequest, what: str) -> JsonResponse:
    told = json.loads(request.body)
    return JsonResponse({"answer": CONTROLS[what](**told)})


def person(name: str, password: str, claims: dict) -> None:
    user, _created = User.objects.get_or_create(username=name)
    user.set_password(password)
    user.save()
    telling.CLAIMS[name] = claims


def client(client_id: str, secret: str, back: str, left: str, algorithm: str = "RS256") -> None:
    Application.objects.update_or_create(
        client_id=client_id,
        defaults={
            "name": "Ágora", "client_secret": secret, "client_type": "confidential", "algorithm": algorithm,
            "authorization_grant_type": "authorization-code", "redirect_uris": back,
            "post_logout_redirect_uris": left, "skip_authorization": True,
            "hash_client_secret": algorithm != "HS256",
        },
    )  # fmt: skip


def lie(**about: object) -> None:
    telling.LIE.clear()
    telling.LIE.update(about)


def turn_keys() -> None:
    """A new key signs; the old one is published a while longer."""
    old = oauth2_settings.OIDC_RSA_PRIVATE_KEY
    oauth2_settings.OIDC_RSA_PRIVATE_KEYS_INACTIVE = [old]
    oauth2_settings.OIDC_RSA_PRIVATE_KEY = new_key()


def sign_out_there(to: str, claims: dict) -> int:
    """The provider tells a client that somebody signed out; its answer's status."""
    body = f"logout_token={telling.logout_token(claims)}".encode()
    with urlopen(Request(to, data=body, method="POST"), timeout=20) as answer:
        return answer.status


CONTROLS = {
    "person": person, "client": client, "lie": lie, "turn_keys": turn_keys, "sign_out_there": sign_out_there,
    "logout_token": telling.logout_token, "saml_client": saml.client, "certificate": saml.certificate,
}  # fmt: skip


def home(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("The provider of identity of the tests.")


urlpatterns = [
    path("", home),
    path("login/", LoginView.as_view(template_name="login.html")),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    path("saml/sso/", saml.sign_on),
    path("control/<slug:what>/", control),
]

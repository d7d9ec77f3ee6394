"""Everything that opens something in a city: how it is made there, and whether it opens the same thing here.

Each `Key` makes one for the things of a city, and offers one at the door it is for. The same code runs in both
cities. `forged`: made by somebody of this city who knows the numbers of the other's things, and can sign as this city.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from celery import current_app
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from casetypes.access.actors import PUBLIC, SYSTEM, Actor
from casetypes.access.entry import passwords
from casetypes.access.models import Desk, MailedLink, User
from casetypes.access.staff import mailed_links, tokens
from casetypes.accounts import codes, follows, sending, sessions
from casetypes.accounts.models import Follow
from casetypes.cases import links
from casetypes.citizens import services as citizens
from casetypes.evidence import addresses
from casetypes.evidence import services as evidence
from casetypes.evidence.models import Attachment
from casetypes.intake import drafts
from casetypes.intake.services import Submission, submit
from casetypes.kernel import clock
from casetypes.surveys.services import invite as ask_opinion
from cms.account.llave_mx import pending
from cms.account.session import SECRET
from cms.identity import known_browsers
from cms.sso.oidc import flow as oidc
from tests.cast import ANSWERS, CONTACT, PLAZA, sign_in
from tests.evidence.pictures import jpeg

HERE = {
    "torreon": {**ANSWERS["bache"], "ubicacion": PLAZA},
    "hermosillo": {
        "descripcion": "Profundo.", "tamano": "plato", "dano_vehiculo": False,
        "ubicacion": {"latitude": 29.0892, "longitude": -110.9613},
    },
}  # fmt: skip
MADE = "Hecho en la otra ciudad"


@dataclass(frozen=True)
class Things:
    """What a city has, by the numbers that its keys name."""

    folio: str
    user: int
    stamp: str
    file: str
    follow: int
    desk: str


@dataclass(frozen=True)
class Key:
    make: Callable[[Things], Any]
    opens: Callable[[Any, Things], bool]
    forgeable: bool = False


def shared_cache() -> override_settings:
    """Sessions and cache as in production, in the one server that both cities were told of."""
    from config.settings.tasks import SHARED_CACHE

    there = {**SHARED_CACHE, "LOCATION": settings.BROKER_URL}
    return override_settings(
        CACHES={
            "default": {"BACKEND": "config.cache.ForgivingRedisCache", **there},
            "sessions": {"BACKEND": "config.cache.SessionCache", **there},
        },
        SESSION_ENGINE="django.contrib.sessions.backends.cached_db",
        SESSION_CACHE_ALIAS="sessions",
    )


def things() -> Things:
    """A report with a photo, somebody who follows it, and Carla who works on it."""
    answers = {**HERE[settings.CITY], **CONTACT}
    case = submit(Submission(service="bache", answers=answers, channel="web", language="es", actor=PUBLIC))
    ask_opinion(case, "satisfaccion")
    photo = evidence.receive(content=jpeg(), name="x.jpg", field="fotos", actor=PUBLIC, case=case)
    row = Follow.objects.create(citizen=citizens.newcomer(language="es"), case=case, told=case.public_status)
    carla = User.objects.get(username="carla")
    desk = Desk.objects.get(pk=case.desk_id).key
    return Things(case.folio, carla.pk, carla.session_stamp, str(photo.pk), row.pk, desk)


def _browser(**cookies: str) -> Client:
    browser = Client()
    for name, value in cookies.items():
        browser.cookies[name] = value
    return browser


def _shows(path: str, *words: str, browser: Client | None = None) -> bool:
    answer = (browser or Client()).get(path)
    return answer.status_code == 200 and all(word in answer.content.decode() for word in words)


def _staff_session(here: Things) -> str:
    return sign_in(Client(), User.objects.get(pk=here.user)).cookies[settings.SESSION_COOKIE_NAME].value


def _citizen_session(here: Things) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    _row, store[SECRET] = sessions.start(Follow.objects.get(pk=here.follow).citizen, by="email")
    store.save()
    return store.session_key


def _api_token(here: Things) -> str:
    return tokens.issue(User.objects.get(pk=here.user), "x", actor=SYSTEM)


def _calls(token: str, here: Things) -> bool:
    answer = Client().get(f"/api/v1/desks/{here.desk}/cases/", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code == 200


def _is_reporter(token: str, here: Things) -> bool:
    browser = Client()
    browser.get(f"/seguimiento/{here.folio}/?k={token}")
    return _shows(f"/seguimiento/{here.folio}/", "salir/", browser=browser)


def _file(there: Things) -> str:
    holder = Actor(kind="staff", user_id=there.user, session_stamp=there.stamp)
    return addresses.sign(Attachment(pk=there.file), "shown", holder)


def _shows_file(token: str, here: Things) -> bool:
    browser = sign_in(Client(), User.objects.get(pk=here.user))
    return browser.get(f"/admin/archivos/{token}/").status_code == 200


def _mailed(kind: str) -> Callable[[Things], str]:
    def make(here: Things) -> str:
        user = User.objects.create(username=f"new-{kind}", email="", is_active=True)
        with transaction.atomic():
            taken = mailed_links.take(mailed_links.ask(user, kind, f"{kind}@example.org", asked_by=None).pk)
            assert taken
            mailed_links.sent(taken[0])
        return taken[1]

    return make


def _new_password(here: Things) -> str:
    return "/".join(passwords.link_of(User.objects.get(username="irene")))


def _lets_choose(link: str, here: Things) -> bool:
    return Client().get(f"/admin/entrar/nueva/{link}/", follow=True).status_code == 200


def _code(here: Things) -> list[str]:
    asked = codes.ask("sign_in", "", kind="email", address="a@example.org", network="", language="es")
    sending.send(asked.id)
    found = re.search(r"\b(\d{3}) (\d{3})\b", mail.outbox[-1].body)
    assert found
    return [asked.id, asked.secret, "".join(found.groups())]


def _is_right(code: list[str], here: Things) -> bool:
    return codes.accept(codes.Asked(*code[:2]), "sign_in", "", code[2]) is not None


def _draft(here: Things) -> str:
    return drafts.start("bache", language="es", answers={"answers": {}, "visited": [], "received": 0}).secret


def _goes_on(secret: str, here: Things) -> bool:
    return secret in str(Client().get(f"/reportes/continuar/{secret}/").cookies.get("borrador-bache", ""))


def _llave_mx(here: Things) -> dict[str, Any]:
    request = RequestFactory().get("/")
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    state, _challenge = pending.begin(request, language="es", next_address="", shared=False)
    return {"state": state, "begun": request.session[pending.BEGUN]}


def _comes_back(way: dict[str, Any], here: Things) -> bool:
    """Even in a browser whose session somebody filled with what the other city had begun."""
    request = RequestFactory().get("/")
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request.session[pending.BEGUN] = way["begun"]
    return pending.finish(request, way["state"]) is not None


def _sign_on(here: Things) -> dict[str, str]:
    """A browser that went to the provider of the staff's accounts: its session, and the state it is to bring back."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    asked = oidc.Asked("ayuntamiento", "nonce", "verifier", clock.now().timestamp())
    session[oidc.PENDING] = {"state": vars(asked)}
    session.save()
    return {"session": str(session.session_key), "state": "state"}


def _is_expected(way: dict[str, str], here: Things) -> bool:
    session = import_module(settings.SESSION_ENGINE).SessionStore(way["session"])
    return way["state"] in session.get(oidc.PENDING, {})


def _known_browser(there: Things) -> str:
    response = HttpResponse()
    known_browsers.remember(RequestFactory().get("/"), response, User(pk=there.user))
    return response.cookies[known_browsers.COOKIE].value


def _is_known(cookie: str, here: Things) -> bool:
    request = RequestFactory().get("/", headers={"Cookie": f"{known_browsers.COOKIE}={cookie}"})
    return here.user in known_browsers.whence(request).known_to


def _message(here: Things) -> str:
    response = HttpResponse()
    CookieStorage(RequestFactory().get("/"))._store([Message(25, MADE)], response)
    return response.cookies["messages"].value


def _kept(here: Things) -> str:
    """Such as the answer of a provider of SAML, which waits in the cache for its browser."""
    cache.set("sso:answer", here.folio, 60)
    return here.folio


def _queue(here: Things) -> str:
    """Where a worker finds what is to be done."""
    return str(current_app.amqp.default_queue.name)


KEYS = {
    "session of staff": Key(
        _staff_session, lambda key, here: _shows("/admin/trabajo/", browser=_browser(sessionid=key))
    ),
    "session of a citizen": Key(
        _citizen_session, lambda key, here: _shows("/mi-cuenta/", browser=_browser(sessionid=key))
    ),
    "token of the API": Key(_api_token, _calls),
    "link of a letter": Key(lambda there: links.sign(there.folio), _is_reporter, True),
    "secret link": Key(lambda there: links.sign(there.folio, "secret"), _is_reporter, True),
    "survey": Key(
        lambda there: links.sign(there.folio, "survey"),
        lambda token, here: _shows(f"/encuesta/{token}/", here.folio),
        True,
    ),
    "address of a file": Key(_file, _shows_file, True),
    "invitation": Key(
        _mailed(MailedLink.INVITATION), lambda token, here: _shows(f"/admin/invitacion/{token}/")
    ),
    "proof of an address": Key(
        _mailed(MailedLink.ADDRESS), lambda token, here: _shows(f"/admin/direccion/{token}/")
    ),
    "new password": Key(_new_password, _lets_choose),
    "one-time code": Key(_code, _is_right),
    "draft": Key(_draft, _goes_on),
    "link that ends a follow": Key(
        lambda there: follows.leaving_token(Follow(pk=there.follow)),
        lambda token, here: _shows(f"/mi-cuenta/dejar-de-seguir/{token}/", here.folio),
        True,
    ),
    "state of Llave MX": Key(_llave_mx, _comes_back),
    "state of a sign-on": Key(_sign_on, _is_expected),
    "known browser": Key(_known_browser, _is_known, True),
    "message in a cookie": Key(
        _message,
        lambda cookie, here: _shows("/mi-cuenta/entrar/", MADE, browser=_browser(messages=cookie)),
    ),
    "work for a worker": Key(_queue, lambda name, here: name == _queue(here)),
    "what is kept in the cache": Key(_kept, lambda kept, here: cache.get("sso:answer") == kept),
}


def made(own: Things, there: Things) -> dict[str, dict[str, Any]]:
    """Keys of this city: to its own things, and (signed here) to those of the other one."""
    return {
        "own": {name: key.make(own) for name, key in KEYS.items()},
        "forged": {name: key.make(there) for name, key in KEYS.items() if key.forgeable},
    }


def opened(offered: dict[str, Any], here: Things) -> list[str]:
    """Which of these keys open something here."""
    return [name for name, value in offered.items() if KEYS[name].opens(value, here)]

"""Llave MX as a server of our own that speaks its protocol: pages with forms and redirects, and the three calls.

It keeps to what the real one does: codes hold for a minute and once, PKCE is checked, the address to come back to has
to be registered, answers are camelCase, the token travels in a header called `accessToken`, errors are `{"error": …}`,
and closing a session without a body is 411. `misbehave` makes it do what a real one might on a bad day.

`python -m tests.accounts.llave_mx.simulator REDIRECT_URL` starts one to look at; it prints the settings to use.
"""

import base64
import hashlib
import html
import json
import secrets
import ssl
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT = "202611220000000001"
CODE_HOLDS = 60.0
TOKEN_HOLDS = 900.0
API = "/ws/rest/apps"
Answer = tuple[int, bytes, dict[str, str]]


def person(**changed: Any) -> dict[str, Any]:
    """What `datosUsuario` tells of Ana; `changed` replaces, None takes a field away."""
    told = {
        "idUsuario": 4711,
        "login": "GOMA850101MCLMRN01",
        "curp": "GOMA850101MCLMRN01",
        "nombre": "Ana",
        "primerApellido": "Gómez",
        "segundoApellido": "Martínez",
        "correo": "ana@example.org",
        "correoVerificado": True,
        "telVigente": "8711234567",
        "telefonoVerificado": True,
        "fechaNacimiento": "1985-01-01",
        "sexo": "M",
        "cuentaBasica": True,
        "cuentaVerificada": False,
        "esExtranjero": False,
        "domicilio": {"codigoPostal": "27000", "estado": "Coahuila", "alcaldiaMunicipio": "Torreón"},
    }
    told.update(changed)
    return {key: value for key, value in told.items() if value is not ...}


@dataclass
class Grant:
    subject: dict[str, Any]
    redirect: str
    challenge: str
    until: float


@dataclass
class LlaveMx:
    """The state of the simulated provider. `basic` and `secret` make it one for "web" systems."""

    redirect: str
    people: dict[str, dict[str, Any]] = field(default_factory=lambda: {"ana": person()})
    client: str = CLIENT
    secret: str = ""
    basic: tuple[str, str] | None = None
    codes: dict[str, Grant] = field(default_factory=dict)
    tokens: dict[str, tuple[dict[str, Any], float]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    misbehaviour: dict[str, Callable[[], Answer | None]] = field(default_factory=dict)
    ahead: float = 0.0
    address: str = ""

    def now(self) -> float:
        return time.time() + self.ahead

    def misbehave(self, call: str, answer: Callable[[], Answer | None] | Answer) -> None:
        """From now on `call` ("obtenerToken", "datosUsuario", "cerrarSesion") answers so; None hangs up."""
        self.misbehaviour[call] = answer if callable(answer) else lambda: answer

    def grant(self, name: str, query: dict[str, str]) -> str:
        """A code for one of the people; where their browser is sent."""
        code = secrets.token_urlsafe(24)
        self.codes[code] = Grant(
            self.people[name], query["redirect_url"], query["code_challenge"], self.now() + CODE_HOLDS
        )
        return f"{query['redirect_url']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, headers: dict[str, str], body: bytes) -> Answer:
        if not self._basic_is_right(headers):
            return _error(401, "invalid_client")
        try:
            asked = json.loads(body)
        except ValueError:
            return _error(400, "invalid_request")
        if asked.get("grantType") != "authorization_code":
            return _error(400, "unsupported_grant_type")
        if asked.get("clientId") != self.client or (self.secret and asked.get("clientSecret") != self.secret):
            return _error(401, "invalid_client")
        grant = self.codes.pop(str(asked.get("code")), None)
        if grant is None or grant.until < self.now():
            return _error(400, "invalid_grant")
        if asked.get("redirectUri") != grant.redirect:
            return _error(400, "redirect_uri_mismatch")
        if challenge(str(asked.get("codeVerifier", ""))) != grant.challenge:
            return _error(400, "invalid_grant")
        token = secrets.token_urlsafe(32)
        self.tokens[token] = (grant.subject, self.now() + TOKEN_HOLDS)
        answer = {"accessToken": token, "refreshToken": secrets.token_urlsafe(16), "expiresIn": "900"}
        return _json(200, {**answer, "tokenType": "Bearer"})

    def data(self, headers: dict[str, str], _body: bytes) -> Answer:
        subject, until = self.tokens.get(headers.get("accesstoken", ""), ({}, 0.0))
        if not self._basic_is_right(headers) or until < self.now():
            return _error(401, "invalid_token")
        return _json(200, subject)

    def close(self, headers: dict[str, str], body: bytes) -> Answer:
        if not body:
            return 411, b"", {}
        self.tokens.pop(headers.get("accesstoken", ""), None)
        return _json(200, {"codeResponse": 101, "mensaje": "Logout success"})

    def answer(self, call: str, headers: dict[str, str], body: bytes) -> Answer | None:
        """None hangs up without an answer."""
        self.calls.append((call, headers, body))
        if call in self.misbehaviour:
            return self.misbehaviour[call]()
        return {"obtenerToken": self.token, "datosUsuario": self.data, "cerrarSesion": self.close}[call](
            headers, body
        )

    def _basic_is_right(self, headers: dict[str, str]) -> bool:
        if self.basic is None:
            return True
        wanted = base64.b64encode(":".join(self.basic).encode()).decode()
        return headers.get("authorization") == f"Basic {wanted}"


def challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _json(status: int, document: object) -> Answer:
    return status, json.dumps(document).encode(), {"Content-Type": "application/json"}


def _error(status: int, name: str) -> Answer:
    return _json(status, {"error": name, "error_description": "Descripción para quien desarrolla."})


PATHS = {
    f"{API}/oauth/obtenerToken": ("POST", "obtenerToken"),
    f"{API}/oauth/datosUsuario": ("GET", "datosUsuario"),
    f"{API}/auth/cerrarSesion": ("POST", "cerrarSesion"),
}


class _Handler(BaseHTTPRequestHandler):
    provider: LlaveMx
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args: object) -> None:
        pass

    def do_GET(self) -> None:
        self._serve("GET", b"")

    def do_POST(self) -> None:
        self._serve("POST", self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _serve(self, method: str, body: bytes) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/oauth.xhtml":
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            self._send(self._page(query) if method == "GET" else self._leave(query, parse_qs(body.decode())))
        elif PATHS.get(parts.path, ("", ""))[0] == method:
            headers = {name.lower(): value for name, value in self.headers.items()}
            self._send(self.provider.answer(PATHS[parts.path][1], headers, body))
        else:
            self._send((404, b"", {}))

    def _page(self, query: dict[str, str]) -> Answer:
        """Asks for the password, as `oauth.xhtml` does; refuses what is not registered."""
        right = (
            query.get("client_id") == self.provider.client
            and query.get("redirect_url") == self.provider.redirect
            and query.get("response_type") == "code"
            and query.get("code_challenge_method") == "S256"
            and query.get("state")
        )
        if not right:
            return 400, b"<!doctype html><title>Llave MX</title><h1>Sistema no registrado</h1>", {}
        names = "".join(f"<option>{html.escape(name)}</option>" for name in self.provider.people)
        page = f"""<!doctype html><html lang="es"><title>Llave MX (simulador)</title><h1>Llave MX</h1>
            <form method="post"><label>Cuenta <select name="cuenta">{names}</select></label>
            <button name="hacer" value="entrar">Iniciar sesión</button>
            <button name="hacer" value="cancelar">Cancelar</button></form></html>"""
        return 200, page.encode(), {"Content-Type": "text/html; charset=utf-8"}

    def _leave(self, query: dict[str, str], typed: dict[str, list[str]]) -> Answer:
        if typed.get("hacer") == ["cancelar"]:
            told = {"error": "access_denied", "error_description": "Cancelado", "state": query["state"]}
            return 302, b"", {"Location": f"{query['redirect_url']}?{urlencode(told)}"}
        return 302, b"", {"Location": self.provider.grant(typed["cuenta"][0], query)}

    def _send(self, answer: Answer | None) -> None:
        if answer is None:
            self.close_connection = True
            self.connection.close()
            return
        status, body, headers = answer
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Running:
    """`with Running(provider):` serves it on a port of its own; `tls` is (certificate file, key file)."""

    def __init__(self, provider: LlaveMx, *, tls: tuple[str, str] | None = None, port: int = 0) -> None:
        handler = type("Handler", (_Handler,), {"provider": provider})
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._server.daemon_threads = True
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        scheme = "https" if tls else "http"
        provider.address = f"{scheme}://127.0.0.1:{self._server.server_address[1]}"
        self.provider = provider

    def __enter__(self) -> LlaveMx:
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        return self.provider

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def settings_for(provider: LlaveMx, **changed: str) -> dict[str, str]:
    """What a city would configure to reach it."""
    user, password = provider.basic or ("", "")
    return {
        "client_id": provider.client,
        "sign_in": f"{provider.address}/oauth.xhtml",
        "api": f"{provider.address}{API}",
        "secret": provider.secret,
        "user": user,
        "password": password,
        "certificates": "",
        **changed,
    }


if __name__ == "__main__":
    with Running(LlaveMx(redirect=sys.argv[1]), port=int(sys.argv[2]) if len(sys.argv) > 2 else 0) as started:
        for name, value in settings_for(started).items():
            sys.stdout.write(f"LLAVE_MX_{name.upper()}={value}\n")
        sys.stdout.flush()
        threading.Event().wait()

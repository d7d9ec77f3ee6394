"""The calls to Llave MX. Certificates are always checked, redirects never followed, answers never longer than a limit.

A code is sent once only: whether it was used is not known after a lost answer, and the person can start again in a
second. Reading the person's data is repeated once. A few calls at a time and process, so that a provider that hangs
cannot hold every thread of the web.
"""

import base64
import time
from collections.abc import Mapping
from threading import BoundedSemaphore
from typing import TypeVar

import structlog
import urllib3
from pydantic import BaseModel, ValidationError
from urllib3.util import Retry, Timeout

from casetypes.accounts.llave_mx.configuration import Configuration, redirect_address
from casetypes.accounts.llave_mx.errors import LlaveMxNotUnderstood, LlaveMxRefused, LlaveMxUnavailable
from casetypes.accounts.llave_mx.protocol import ErrorAnswer, Person, Token, TokenRequest

CONNECT, READ, WHOLE = 3.0, 6.0, 10.0  # seconds: to connect, between two bytes, for the whole answer
LARGEST = 64 * 1024
CHUNK = 4096
AT_ONCE = 3
LOGGED_OUT = 101
_NEVER = Retry(total=1, connect=1, read=0, status=0, redirect=0, other=0, raise_on_status=False)
_ONCE = Retry(
    total=1, connect=1, read=1, status=1, redirect=0, other=0, raise_on_status=False, backoff_factor=0.2,
    status_forcelist=(502, 503, 504), allowed_methods=frozenset({"GET"}), respect_retry_after_header=False,
)  # fmt: skip
_REFUSALS = frozenset({"invalid_grant", "invalid_token", "access_denied"})

log = structlog.get_logger()
Shape = TypeVar("Shape", bound=BaseModel)
_turns = BoundedSemaphore(AT_ONCE)


class Client:
    """One configuration, one pool of connections."""

    def __init__(self, configuration: Configuration, *, largest: int = LARGEST) -> None:
        self._at = configuration
        self._largest = largest
        self._pool = urllib3.PoolManager(
            cert_reqs="CERT_REQUIRED",
            ca_certs=configuration.certificates or None,
            timeout=Timeout(connect=CONNECT, read=READ),
            headers=self._headers(),
        )

    def exchange(self, code: str, verifier: str) -> Token:
        """The token for a code. Raises LlaveMxRefused, LlaveMxUnavailable, LlaveMxNotUnderstood."""
        wanted = TokenRequest(
            code=code,
            redirect_uri=redirect_address(),
            client_id=self._at.client_id,
            code_verifier=verifier,
            client_secret=self._at.secret or None,
        )
        answer = self._call("POST", "/oauth/obtenerToken", body=wanted.body(), retries=_NEVER)
        return _read(Token, answer, "obtenerToken")

    def person(self, token: Token) -> Person:
        """Whose token it is. Raises as `exchange`."""
        answer = self._call(
            "GET", "/oauth/datosUsuario", headers={"accessToken": token.access_token}, retries=_ONCE
        )
        person = _read(Person, answer, "datosUsuario")
        if person.drifted:
            log.warning("llave_mx.unusable", call="datosUsuario", fields=person.drifted)
        return person

    def close(self, token: Token) -> None:
        """End the person's session there, as far as it goes: a courtesy on shared devices, nothing rests on it."""
        try:
            self._call(
                "POST",
                "/auth/cerrarSesion",
                headers={"accessToken": token.access_token},
                body=b"{}",
                retries=_NEVER,
            )
        except (LlaveMxUnavailable, LlaveMxRefused, LlaveMxNotUnderstood):
            log.info("llave_mx.not_closed")

    def _headers(self) -> dict[str, str]:
        pair = base64.b64encode(f"{self._at.user}:{self._at.password}".encode()).decode()
        basic = {"Authorization": f"Basic {pair}"} if self._at.user else {}
        return {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            **basic,
        }

    def _call(
        self,
        method: str,
        path: str,
        *,
        retries: Retry,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> bytes:
        if not _turns.acquire(blocking=False):
            log.warning("llave_mx.busy", call=path)
            raise LlaveMxUnavailable
        try:
            return self._ask(method, path, retries, {**self._pool.headers, **(headers or {})}, body)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            log.warning("llave_mx.unreachable", call=path, error=type(error).__name__)
            raise LlaveMxUnavailable from None
        finally:
            _turns.release()

    def _ask(
        self, method: str, path: str, retries: Retry, headers: Mapping[str, str], body: bytes | None
    ) -> bytes:
        response = self._pool.request(
            method, self._at.api + path, headers=headers, body=body, retries=retries, redirect=False,
            preload_content=False,
        )  # fmt: skip
        try:
            answer = self._within_limits(response, path)
        finally:
            response.close()
        _demand_success(response.status, answer, path)
        return answer

    def _within_limits(self, response: urllib3.BaseHTTPResponse, path: str) -> bytes:
        """The body as it comes, never unpacked: nobody asked for compression."""
        until, answer = time.monotonic() + WHOLE, b""
        while part := response.read(CHUNK, decode_content=False):
            answer += part
            if len(answer) > self._largest:
                log.error("llave_mx.too_much", call=path)
                raise LlaveMxNotUnderstood
            if time.monotonic() > until:
                log.warning("llave_mx.too_slow", call=path)
                raise LlaveMxUnavailable
        return answer


def _demand_success(status: int, answer: bytes, path: str) -> None:
    """An error by status or by its body; the names of known errors are logged, never what else was said."""
    try:
        told = ErrorAnswer.model_validate_json(answer).error
    except ValidationError:
        told = ""
    if status < 300 and not told:
        return
    if told in _REFUSALS:
        log.info("llave_mx.refused", call=path, error=told)
        raise LlaveMxRefused
    log.error(
        "llave_mx.failed", call=path, status=status, error=told if told.replace("_", "").isalpha() else ""
    )
    raise LlaveMxUnavailable


def _read(shape: type[Shape], answer: bytes, call: str) -> Shape:
    """The answer in its shape; the log names the fields that do not fit, never their values."""
    try:
        return shape.model_validate_json(answer)
    except ValidationError as error:
        fields = [".".join(map(str, each["loc"])) or "(all)" for each in error.errors(include_input=False)]
        log.error("llave_mx.not_understood", call=call, fields=fields[:10])
        raise LlaveMxNotUnderstood from None

"""The tests' side of the provider: start it, say who exists there, and walk through it as a browser does."""

import html
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener, urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "una-clave-de-alla"
SECRET = "el-secreto-de-agora-tan-largo-como-hace-falta-para-firmar"


@dataclass(frozen=True)
class Running:
    """A provider that serves. `issuer` is what it signs as."""

    address: str

    @property
    def issuer(self) -> str:
        return f"{self.address}/o"

    def control(self, what: str, **told: Any) -> Any:
        request = Request(f"{self.address}/control/{what}/", data=json.dumps(told).encode(), method="POST")
        with urlopen(request, timeout=20) as answer:
            return json.load(answer)["answer"]

    def person(self, login: str, /, **claims: Any) -> None:
        self.control("person", name=login, password=PASSWORD, claims=claims)

    def client(self, ours: str, key: str = "ayuntamiento", **more: str) -> None:
        """Register Ágora, which stands at `ours`, as the provider `key` of its sign_on.yaml."""
        base = f"{ours}/admin/sso/{key}"
        self.control(
            "client", client_id="agora", secret=SECRET, back=f"{base}/volver/", left=f"{base}/salida/", **more
        )

    def walk(self, address: str, name: str) -> str:
        """Follow an authorization address, sign in there as `name`, and stop where the browser is sent back to us."""
        return self._walk(address, name)[0]

    def answer(self, address: str, name: str) -> tuple[str, str]:
        """The same with SAML: (where the form of the provider posts to, the answer in it)."""
        page = self._walk(address, name)[1]
        [where] = re.findall(r'<form action="([^"]+)"', page)
        [told] = re.findall(r'name="SAMLResponse" value="([^"]+)"', page)
        return where, told

    def _walk(self, address: str, name: str) -> tuple[str, str]:
        """(where it ended, what stands there)"""
        browser = build_opener(HTTPCookieProcessor(CookieJar()), _Stay())
        page, text = self._open(browser, address)
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
        fields = {field: html.unescape(value) for field, value in fields.items()}
        sent = urlencode({**fields, "username": name, "password": PASSWORD}).encode()
        return self._open(browser, page, sent)

    def _open(self, browser: Any, address: str, sent: bytes | None = None) -> tuple[str, str]:
        """(where it ended, what stands there); outside of the provider nothing is opened."""
        while address.startswith(self.address):
            try:
                with browser.open(Request(address, data=sent), timeout=20) as answer:
                    return address, answer.read().decode()
            except HTTPError as moved:
                if moved.code not in {301, 302, 303}:
                    raise AssertionError(f"{moved.code} {moved.read().decode()[:500]}") from moved
                address, sent = urljoin(address, moved.headers["Location"]), None
        return address, ""


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_told: Any) -> None:
        """Each step is seen by the test."""


@contextmanager
def provider(folder: Path) -> Iterator[Running]:
    """A provider of its own process, with its database in this folder."""
    command = [sys.executable, "-m", "tests.identity_provider", str(folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as process:
        try:
            address = process.stdout.readline().strip() if process.stdout else ""
            assert address, "the provider of identity did not start"
            yield Running(address)
        finally:
            process.terminate()

"""A browser without mercy: real connections, its own cookies and headers, redirects never followed by itself."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from threading import Barrier, Thread
from typing import Any, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

import urllib3
from django.db import connections

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
Told = TypeVar("Told")


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")


@dataclass
class Browser:
    """`network` is what a proxy in front would say of where it comes from (see `TRUSTED_PROXIES`)."""

    home: str
    network: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    _pool: urllib3.PoolManager = field(
        default_factory=lambda: urllib3.PoolManager(maxsize=1, retries=False, timeout=30)
    )

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, headers=headers)

    def post(
        self, path: str, data: Mapping[str, Any] | None = None, *, at: str = "", **headers: str
    ) -> Answer:
        """A form as a person would send it: with the token of the page `at` (else of `path` itself)."""
        page = self.get(at or path)
        found = TOKEN.search(page.text)
        fields = {**(data or {}), "csrfmiddlewaretoken": found[1] if found else ""}
        return self.send("POST", path, body=urlencode(fields, doseq=True).encode(), headers=headers)

    def send(
        self, method: str, path: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Exactly this, with this browser's cookies."""
        own = (
            {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if self.cookies
            else {}
        )
        own |= {"X-Forwarded-For": self.network} if self.network else {}
        if body is not None:
            own["Content-Type"] = "application/x-www-form-urlencoded"
        response = self._pool.request(
            method, urljoin(self.home, path), body=body, headers={**own, **(headers or {})}, redirect=False
        )
        for line in response.headers.getlist("Set-Cookie"):
            self._remember(SimpleCookie(line))
        return Answer(response.status, response.headers, response.data)

    def follow(self, answer: Answer, most: int = 8) -> Answer:
        """Where redirects of this site lead; stops at one that leaves it."""
        while answer.location and most:
            target = urlsplit(urljoin(self.home, answer.location))
            if target.netloc != urlsplit(self.home).netloc:
                return answer
            answer, most = self.get(target.path + (f"?{target.query}" if target.query else "")), most - 1
        return answer

    def _remember(self, sent: SimpleCookie) -> None:
        for name, morsel in sent.items():
            if morsel["max-age"] == "0" or morsel["max-age"] == 0 or not morsel.value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value


def at_once(*doings: Callable[[], Told]) -> list[Told]:
    """What each said, all begun in the same moment by threads of their own. Raises what one of them raised."""
    together, told, wrong = Barrier(len(doings)), [], []

    def do(doing: Callable[[], Told]) -> None:
        together.wait()
        try:
            told.append(doing())
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=do, args=(doing,)) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]
    return told

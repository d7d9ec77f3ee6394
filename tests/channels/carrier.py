"""A faithful local carrier of text messages: Twilio's Messages API over real HTTP, with its errors and its callbacks.

Written from the provider's public description, not from our adapter: it signs and counts parts by itself.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
import threading
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from casetypes.kernel import clock

ACCOUNT, TOKEN, OWN_NUMBER = "AC" + "0" * 32, "a-token-of-the-carrier", "+528710000001"
GSM_WITHOUT_ACCENTS = re.compile(r"^[\x20-\x7e\nñÑüÜéÉàèùìòÇäöåÄÖÅß¿¡£¥]*$")


@dataclass
class Carrier:
    """`taken` are the texts it took, in order. `failing` are statuses it answers first, one per call; `silent` how
    it hangs up first without an answer, one per call: "before" or "after" it took the text."""

    taken: list[dict[str, str]] = field(default_factory=list)
    failing: list[int] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    calls: int = 0

    def __enter__(self) -> "Carrier":
        handler = type("Handler", (_Handler,), {"carrier": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def callback(
        self, text: dict[str, str], status: str, error: str = ""
    ) -> tuple[dict[str, str], dict[str, str]]:
        """(form, headers) of the call that tells what became of a text."""
        form = {
            "AccountSid": ACCOUNT, "ApiVersion": "2010-04-01", "From": OWN_NUMBER, "To": text["To"],
            "MessageSid": text["sid"], "SmsSid": text["sid"], "MessageStatus": status, "SmsStatus": status,
        }  # fmt: skip
        if error:
            form["ErrorCode"] = error
        signed = text["StatusCallback"] + "".join(key + form[key] for key in sorted(form))
        signature = base64.b64encode(
            hmac.new(TOKEN.encode(), signed.encode(), hashlib.sha1).digest()
        ).decode()
        return form, {"X-Twilio-Signature": signature}


class _Handler(BaseHTTPRequestHandler):
    carrier: Carrier

    def do_POST(self) -> None:
        self.carrier.calls += 1
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        hangs_up = self.carrier.silent.pop(0) if self.carrier.silent else ""
        if hangs_up == "before":
            return
        status, told = self._answer({key: values[0] for key, values in parse_qs(body).items()})
        if not hangs_up:
            self._tell(status, told)

    def do_GET(self) -> None:
        """The messages of the account, the newest first, to one number when asked so."""
        self.carrier.calls += 1
        asked = parse_qs(urlsplit(self.path).query)
        status, told = self._refused(urlsplit(self.path).path) or (200, {})
        size = int(asked.get("PageSize", ["50"])[0])
        found = [
            text for text in reversed(self.carrier.taken) if text["To"] == asked.get("To", [text["To"]])[0]
        ]
        self._tell(status, told or {"page_size": size, "messages": [_record(text) for text in found[:size]]})

    def _tell(self, status: int, told: dict[str, object]) -> None:
        content = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if status == 429:
            self.send_header("Retry-After", "1")
        self.end_headers()
        self.wfile.write(content)

    def _answer(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        if refused := self._refused(self.path):
            return refused
        if self.headers.get("Content-Type") != "application/x-www-form-urlencoded":
            return self._error(415, 20415, "Unsupported media type")
        return self._take(form)

    def _refused(self, path: str) -> tuple[int, dict[str, object]] | None:
        expected = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {expected}":
            return self._error(401, 20003, "Authenticate")
        if path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json":
            return self._error(404, 20404, "The requested resource was not found")
        if self.carrier.failing:
            status = self.carrier.failing.pop(0)
            return self._error(status, 20429 if status == 429 else 20500, "Try again")
        return None

    def _take(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        if not re.fullmatch(r"\+[1-9]\d{7,14}", form.get("To", "")):
            return self._error(400, 21211, "Invalid 'To' phone number")
        if form.get("From") != OWN_NUMBER:
            return self._error(400, 21606, "The 'From' number is not yours")
        if not form.get("Body") or len(form["Body"]) > 1600:
            return self._error(400, 21617 if form.get("Body") else 21602, "Body")
        sid = f"SM{secrets.token_hex(16)}"
        self.carrier.taken.append({**form, "sid": sid, "at": format_datetime(clock.now().astimezone(UTC))})
        return 201, _record(self.carrier.taken[-1])

    def _error(self, status: int, code: int, words: str) -> tuple[int, dict[str, object]]:
        return status, {
            "code": code,
            "message": words,
            "status": status,
            "more_info": f"https://errors/{code}",
        }

    def log_message(self, *_args: object) -> None:
        """Tests stay quiet."""


def _record(text: dict[str, str]) -> dict[str, object]:
    """A text as the carrier shows it."""
    return {
        "sid": text["sid"], "status": "queued", "to": text["To"], "from": OWN_NUMBER, "body": text["Body"],
        "num_segments": str(parts(text["Body"])), "error_code": None, "error_message": None,
        "account_sid": ACCOUNT, "api_version": "2010-04-01", "direction": "outbound-api", "price": None,
        "date_created": text["at"], "date_sent": None,
    }  # fmt: skip


def parts(text: str) -> int:
    alone, each = (160, 153) if GSM_WITHOUT_ACCENTS.match(text) else (70, 67)
    return 1 if len(text) <= alone else -(-len(text) // each)

"""Text messages by Twilio's Messages API, which other providers speak too.

`POST {SMS_API}/2010-04-01/Accounts/{account}/Messages.json`, form-encoded (`To`, `From` or `MessagingServiceSid`,
`Body`, `StatusCallback`), basic authentication; 201 with JSON (`sid`, `status`, `num_segments`). An error is JSON with
`code`. 429, 503 and a carrier that cannot be reached are NotNow, what was sent without an answer and 5xx are Unclear,
every other refusal is NotTaken. `GET` of the same address with `To` lists what it took (`messages`, each with `sid`,
`body`, `date_created` in RFC 2822).
"""

import base64
import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import phonenumbers
import structlog
from django.conf import settings

from casetypes.channels import text_parts, texts_sent, unclear_texts
from casetypes.channels.base import NotNow, NotTaken, Outgoing, Unclear
from casetypes.channels.models import TextMessage
from casetypes.kernel.registry import channels

log = structlog.get_logger()
STATUS_PATH = "/api/sms/status/"
LONGEST_ANSWER = 65_536


class Sms:
    kind = "phone"

    def send(self, message: Outgoing) -> str:
        """The carrier's reference. Raises NotNow, Unclear, and NotTaken, also when the cost cap would be passed.

        What was handed over before under the same `message_id` is not sent again; of what stayed unclear the carrier is
        asked first.
        """
        if not is_configured():
            raise NotTaken("not-configured")
        if not goes_to(message.to):
            raise NotTaken("country")
        if known := texts_sent.reference_of(message.message_id):
            return known
        body = text_parts.plain(message.text)
        parts = text_parts.count(body)
        if not texts_sent.may_send(parts):
            log.error("sms.cap_reached", parts=parts, **texts_sent.spent())
            raise NotTaken("cap")
        return _send_once(message, body, parts)


def _send_once(message: Outgoing, body: str, parts: int) -> str:
    """In the ledger first: what happens to this process after the carrier took it leaves it there, as unclear."""
    before = unclear_texts.waiting(message.message_id)
    if before is not None and (found := _found_there(message.to, before)):
        unclear_texts.clear(before, reference=found["sid"], parts=_billed(found, parts), state=_state(found))
        return str(found["sid"])
    row = unclear_texts.begin(message_id=message.message_id, about=message.about, parts=parts, body=body)
    try:
        told = _call(_form(message.to, body))
    except Unclear:
        log.warning("sms.unclear", about=message.about)
        raise
    except (NotNow, NotTaken):
        row.delete()
        raise
    unclear_texts.clear(
        row, reference=str(told.get("sid", "")), parts=_billed(told, parts), state=_state(told)
    )
    return row.reference


def _found_there(to: str, before: TextMessage) -> Mapping[str, Any] | None:
    """The carrier's record of a text that stayed unclear; None when it never took it. Raises NotNow while that cannot
    be said."""
    listed = _call(None, {"To": to, "PageSize": "50"}).get("messages")
    found = unclear_texts.among(listed if isinstance(listed, list) else [], before)
    if found is None and not unclear_texts.has_settled(before):
        raise NotNow("whether the carrier took it is not clear yet")
    if found is None:
        before.delete()
    return found


def _state(told: Mapping[str, Any]) -> str:
    return str(told.get("status", "queued"))


def is_configured() -> bool:
    return bool(settings.SMS_ACCOUNT and settings.SMS_TOKEN and settings.SMS_FROM)


def goes_to(number: str) -> bool:
    """Whether texts are sent to this number's country (E.164); premium numbers are never written to."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    premium = phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.PREMIUM_RATE
    codes = {phonenumbers.country_code_for_region(region) for region in settings.SMS_COUNTRIES}
    return parsed.country_code in codes and not premium


def is_open() -> bool:
    """Whether texts are sent now: configured, and their cap not reached."""
    return is_configured() and texts_sent.may_send(1)


def _form(to: str, body: str) -> dict[str, str]:
    sender = "MessagingServiceSid" if settings.SMS_FROM.startswith("MG") else "From"
    form = {"To": to, sender: settings.SMS_FROM, "Body": body}
    if _is_reachable(settings.PUBLIC_URL):
        form["StatusCallback"] = status_url()
    return form


def status_url() -> str:
    """Where the carrier tells what became of a text; its signature is over this very address."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{STATUS_PATH}"


def _is_reachable(url: str) -> bool:
    """A carrier refuses a callback it could never reach."""
    return (urlsplit(url).hostname or "localhost") != "localhost"


class _NoRedirects(HTTPRedirectHandler):
    """The credentials go to the configured host and nowhere else."""

    def redirect_request(self, *_details: Any, **_more: Any) -> None:
        return None


_opener = build_opener(_NoRedirects)


def _call(form: Mapping[str, str] | None, query: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Post the form, or list by the query."""
    address = f"{settings.SMS_API}/2010-04-01/Accounts/{quote(settings.SMS_ACCOUNT, safe='')}/Messages.json"
    address += f"?{urlencode(query)}" if query else ""
    credentials = base64.b64encode(f"{settings.SMS_ACCOUNT}:{settings.SMS_TOKEN}".encode()).decode()
    headers = {
        "Authorization": f"Basic {credentials}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
    }
    data = urlencode(form).encode() if form is not None else None
    request = Request(address, data=data, headers=headers)  # noqa: S310
    try:
        with _opener.open(request, timeout=settings.SMS_TIMEOUT) as answer:
            return _read(answer.read(LONGEST_ANSWER))
    except HTTPError as error:
        raise _refusal(error) from None
    except URLError as error:  # raised before the whole request had left
        raise NotNow(f"the carrier cannot be reached: {type(error.reason).__name__}") from None
    except (HTTPException, OSError) as error:
        raise Unclear(f"the carrier does not answer: {type(error).__name__}") from None


def _refusal(error: HTTPError) -> NotNow | NotTaken:
    with error:
        code = str(_read(error.read(LONGEST_ANSWER)).get("code", error.code))
    log.warning("sms.refused", status=error.code, code=code)
    if error.code in (429, 503):
        return NotNow(f"the carrier is busy: {error.code}")
    if error.code >= 500:
        return Unclear(f"the carrier fell over: {error.code}")
    return NotTaken(code)


def _read(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _billed(told: Mapping[str, Any], counted: int) -> int:
    """What the carrier says it bills, when it says so."""
    said = str(told.get("num_segments") or "")
    return int(said) if said.isdigit() and said != "0" else counted


channels.register("sms", Sms())

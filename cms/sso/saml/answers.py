"""A posted SAML answer: signed by the provider, for us, for this request, now; nothing outside the signature is read.

minisaml answers the very element whose digest was signed, read anew from its canonical bytes, so that an element
wrapped around or beside it is never looked at; an answer with a second assertion is refused besides. What minisaml
leaves to its caller is checked here (SAML 2.0 profiles, 4.1.4).
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.x509 import Certificate, load_der_x509_certificate
from defusedxml.ElementTree import fromstring

from casetypes.kernel import clock
from cms.sso.providers import SamlSource
from cms.sso.refusals import Untrusted
from cms.sso.saml.library import (
    MiniSAMLError,
    MiniSignXMLError,
    Response,
    TimeDriftLimits,
    extract_verified_element,
    validate_response,
)

SAML = "{urn:oasis:names:tc:SAML:2.0:assertion}"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
LARGEST = 256 * 1024
DRIFT = timedelta(seconds=60)
# What the parser, the signature and the reading of hostile XML may raise.
TROUBLE = (
    MiniSAMLError,
    MiniSignXMLError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    SyntaxError,
)


@dataclass(frozen=True)
class Answer:
    """What was proven; plain values. `number` is the assertion's own, which counts once until `until`."""

    subject: str
    in_response_to: str
    attributes: dict[str, list[str]]
    context: str
    number: str
    until: float


def read(provider: SamlSource, posted: str) -> Answer:
    """Raises Untrusted for anything but a right answer to a request of ours."""
    if not 0 < len(posted) <= LARGEST:
        raise Untrusted("size")
    try:
        return _read(provider, posted)
    except TROUBLE as error:
        raise Untrusted(type(error).__name__) from error


def _read(provider: SamlSource, posted: str) -> Answer:
    if sum(1 for _each in fromstring(base64.b64decode(posted)).iter(f"{SAML}Assertion")) != 1:
        raise Untrusted("more than one assertion, or none")
    certificates = [_certificate(text) for text in provider.spec.certificates]
    response = validate_response(
        data=posted, certificate=certificates, expected_audience=provider.address("sso_saml_metadata"),
        idp_issuer=provider.spec.entity_id, allowed_time_drift=TimeDriftLimits(DRIFT, DRIFT),
    )  # fmt: skip
    assertion = _signed_assertion(posted, response.certificate)
    until = _confirmed(provider, assertion, response)
    attributes = {one.name: [value for value in one.values if value] for one in response.attributes}
    return Answer(
        subject=_subject(provider, assertion, response, attributes), in_response_to=response.in_response_to or "",
        attributes=attributes, context=_text(assertion, "AuthnStatement", "AuthnContext", "AuthnContextClassRef"),
        number=assertion.attrib["ID"], until=until.timestamp(),
    )  # fmt: skip


def _certificate(text: str) -> Certificate:
    return load_der_x509_certificate(base64.b64decode(text))


def _signed_assertion(posted: str, certificate: Certificate) -> Any:
    """The assertion within what was signed: the signed element itself, or the one child of a signed response."""
    element = extract_verified_element(xml=base64.b64decode(posted), certificate=certificate)
    return element if element.tag == f"{SAML}Assertion" else _only(element, "Assertion")


def _only(element: Any, *path: str) -> Any:
    found = element.findall("/".join(f"{SAML}{name}" for name in path))
    if len(found) != 1:
        raise ValueError(f"{len(found)} elements {path[-1]}")
    return found[0]


def _text(element: Any, *path: str) -> str:
    found = element.find("/".join(f"{SAML}{name}" for name in path))
    return (found.text or "").strip() if found is not None else ""


def _confirmed(provider: SamlSource, assertion: Any, response: Response) -> datetime:
    """Until when: sent to this address of ours, as an answer to a request, and not too old."""
    confirmation = _only(assertion, "Subject", "SubjectConfirmation")
    told: Mapping[str, str] = _only(confirmation, "SubjectConfirmationData").attrib
    if confirmation.attrib["Method"] != BEARER or "NotBefore" in told:
        raise Untrusted("confirmation")
    if told.get("Recipient") != provider.address("sso_saml_posted"):
        raise Untrusted("recipient")
    if not response.in_response_to:
        raise Untrusted("nobody asked")
    until = _moment(told["NotOnOrAfter"])
    if clock.now() - DRIFT >= until:
        raise Untrusted("too old")
    return until + DRIFT


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _subject(
    provider: SamlSource, assertion: Any, response: Response, attributes: Mapping[str, list[str]]
) -> str:
    """Who it is for good: the name identifier, unless another attribute is configured. Never a name of one visit."""
    wanted = provider.spec.attributes.subject
    if wanted:
        found = attributes.get(wanted, [])
        name = found[0] if len(found) == 1 else ""
    elif _only(assertion, "Subject", "NameID").get("Format") == TRANSIENT:
        name = ""
    else:
        name = (response.name_id or "").strip()
    if not 0 < len(name) <= 255:
        raise Untrusted("subject")
    return name

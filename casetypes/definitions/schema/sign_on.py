"""sign_on.yaml: where the staff of a city sign in, and which posts what a provider says gives them."""

import base64
import binascii
import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints

from casetypes.definitions.schema.base import Model, Slug, Texts
from casetypes.definitions.schema.references import CrewRef, DepartmentKey, DeskKey, RoleName
from casetypes.kernel.phrases import phrase

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
NOT_OF_STAFF = {"reporter", "system"}
_DOMAIN = re.compile(r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$")


def web_address(address: str) -> str:
    """https; http is for a provider on this very machine."""
    parts = urlsplit(address)
    plain = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or parts.fragment or not (parts.scheme == "https" or plain):
        message = phrase('"%(address)s" is no secure address; write https://…', address=address)
        raise ValueError(message)
    return address


def secure_address(address: str) -> str:
    """A web address without a query."""
    if "?" in address:
        message = phrase('"%(address)s" is no secure address; write https://…', address=address)
        raise ValueError(message)
    return web_address(address)


def certificate(text: str) -> str:
    """Of the provider, as its metadata writes it: base64 of DER, with or without the lines of PEM around it."""
    inside = "".join(word for word in text.split() if "-" not in word)
    try:
        begins_well = base64.b64decode(inside, validate=True)[:1] == b"\x30"
    except binascii.Error:
        begins_well = False
    if not begins_well:
        raise ValueError(
            phrase("this is no certificate; copy what stands in ds:X509Certificate of the metadata")
        )
    return inside


def mail_domain(domain: str) -> str:
    if not _DOMAIN.match(domain):
        message = phrase(
            '"%(domain)s" is no domain; write what follows the @, in small letters: torreon.gob.mx',
            domain=domain,
        )
        raise ValueError(message)
    return domain


def role_of_staff(role: str) -> str:
    if role in NOT_OF_STAFF or "@" in role:
        message = phrase('"%(role)s" is no role of staff; name the desk beside it, as desk: …', role=role)
        raise ValueError(message)
    return role


Issuer = Annotated[str, StringConstraints(max_length=300), AfterValidator(secure_address)]
MailDomain = Annotated[str, AfterValidator(mail_domain)]
StaffRole = Annotated[RoleName, AfterValidator(role_of_staff)]
Certificate = Annotated[str, AfterValidator(certificate)]
ClaimName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
ClaimValue = Annotated[str, StringConstraints(min_length=1, max_length=300)]
# Signatures by a private key: never HS…, whose key both sides know, and never "none".
Algorithm = Literal["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]


class PostByClaim(Model):
    """Who carries the value `has` in `claim` holds this role; at a desk, in a department, in a crew or everywhere."""

    claim: ClaimName = "groups"
    has: ClaimValue
    role: StaffRole
    desk: DeskKey | None = None
    department: DepartmentKey | None = None
    crew: CrewRef | None = None


class SecondFactorSaid(Model):
    """What a provider says when it has asked for a second factor; without it ours is asked."""

    acr: list[ClaimValue] = Field(default_factory=list)
    amr: list[ClaimValue] = Field(default_factory=list)


class SignOnSource(Model):
    """`domains`: people known here by an e-mail of these domains, which the provider vouches for, are found."""

    name: Texts
    domains: list[MailDomain] = Field(default_factory=list)
    second_factor: SecondFactorSaid = Field(default_factory=SecondFactorSaid)
    roles: list[PostByClaim] = Field(default_factory=list)


class SignOnProvider(SignOnSource):
    """A provider that speaks OpenID Connect."""

    issuer: Issuer
    client_id: ClaimValue
    scopes: list[ClaimValue] = Field(default_factory=lambda: ["email", "profile"])
    algorithms: list[Algorithm] = Field(default=["RS256"], min_length=1)


class SamlAttributes(Model):
    """Names of the attributes that tell the person's address, name and, instead of the name identifier, who it is."""

    email: ClaimValue | None = None
    full_name: ClaimValue | None = None
    subject: ClaimValue | None = None


class SamlProvider(SignOnSource):
    """A provider that speaks SAML 2.0: `sign_in` takes the browser by redirect, answers are posted and signed."""

    entity_id: ClaimValue
    sign_in: Annotated[str, StringConstraints(max_length=300), AfterValidator(web_address)]
    certificates: list[Certificate] = Field(min_length=1)
    attributes: SamlAttributes = Field(default_factory=SamlAttributes)


class Passwords(Model):
    """Who may still sign in with a password of this platform, by user name; nobody else may."""

    only: list[ClaimValue] = Field(min_length=1)


class SignOn(Model):
    agora: Literal[1]
    kind: Literal["sign_on"]
    providers: dict[Slug, SignOnProvider] = Field(default_factory=dict)
    saml: dict[Slug, SamlProvider] = Field(default_factory=dict)
    passwords: Passwords | None = None

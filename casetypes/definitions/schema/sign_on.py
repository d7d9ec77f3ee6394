"""sign_on.yaml: where the staff of a city sign in, and which posts what a provider says gives them."""

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


def secure_address(address: str) -> str:
    """https, without a query; http is for a provider on this very machine."""
    parts = urlsplit(address)
    plain = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or parts.query or parts.fragment or not (parts.scheme == "https" or plain):
        message = phrase('"%(address)s" is no secure address; write https://…', address=address)
        raise ValueError(message)
    return address


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


class SignOnProvider(Model):
    """`domains`: people known here by an e-mail of these domains, which the provider says is verified, are found."""

    name: Texts
    issuer: Issuer
    client_id: ClaimValue
    scopes: list[ClaimValue] = Field(default_factory=lambda: ["email", "profile"])
    algorithms: list[Algorithm] = Field(default=["RS256"], min_length=1)
    domains: list[MailDomain] = Field(default_factory=list)
    second_factor: SecondFactorSaid = Field(default_factory=SecondFactorSaid)
    roles: list[PostByClaim] = Field(default_factory=list)


class Passwords(Model):
    """Who may still sign in with a password of this platform, by user name; nobody else may."""

    only: list[ClaimValue] = Field(min_length=1)


class SignOn(Model):
    agora: Literal[1]
    kind: Literal["sign_on"]
    providers: dict[Slug, SignOnProvider] = Field(min_length=1)
    passwords: Passwords | None = None

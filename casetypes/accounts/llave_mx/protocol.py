"""The shapes of what is sent and answered. Unknown fields are ignored: they are added without notice.

A field that is missing or of another type raises pydantic's ValidationError, never a guess. Identities are text
whatever they come as; `correoVerificado` is true only when it says so.
"""

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, StrictStr

from casetypes.forms.types.curp import GENERIC, is_curp

LONGEST = 4096


def _as_text(value: Any) -> Any:
    """Numbers of an identity come as numbers or as text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_truth(value: Any) -> Any:
    """true and "true" are true; whatever else (null, 1, "sí") is not, and a reader is told by `drifted`."""
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def _as_plain(value: Any) -> Any:
    """null is nothing; spaces around are not part of it."""
    return value.strip() if isinstance(value, str) else ("" if value is None else value)


Plain = Annotated[StrictStr, BeforeValidator(_as_plain)]


class TokenRequest(BaseModel):
    """The body of `obtenerToken`; what is empty is left out."""

    grant_type: str = Field("authorization_code", serialization_alias="grantType")
    code: str
    redirect_uri: str = Field(serialization_alias="redirectUri")
    client_id: str = Field(serialization_alias="clientId")
    code_verifier: str = Field(serialization_alias="codeVerifier")
    client_secret: str | None = Field(None, serialization_alias="clientSecret")

    def body(self) -> bytes:
        return self.model_dump_json(by_alias=True, exclude_none=True).encode()


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Token(_Answer):
    """Used once, for the data of the person, and forgotten. Printable ASCII only: it becomes a header."""

    access_token: StrictStr = Field(
        alias="accessToken", min_length=1, max_length=LONGEST, pattern=r"^[\x21-\x7e]+$", repr=False
    )


class ErrorAnswer(_Answer):
    """`{"error": …}`; the description is for developers and is logged nowhere."""

    error: StrictStr = Field(min_length=1, max_length=80)


class Person(_Answer):
    """Who signed in there: a subject, and what Llave MX vouches for."""

    subject: Annotated[StrictStr, BeforeValidator(_as_text)] = Field(
        validation_alias=AliasChoices("idUsuario", "id"), min_length=1, max_length=100, pattern=r"^[\w.@:-]+$"
    )
    stated_curp: Plain = Field("", alias="curp", max_length=100, repr=False)
    stated_email: Plain = Field("", alias="correo", max_length=254, repr=False)
    email_verified: Annotated[bool, BeforeValidator(_as_truth)] = Field(False, alias="correoVerificado")

    @property
    def curp(self) -> str:
        """The CURP when it is one; a foreigner's generic key and anything else is none."""
        text = self.stated_curp.upper()
        return text if text not in GENERIC and is_curp(text) else ""

    @property
    def email(self) -> str:
        """The address when Llave MX says that it was verified, and it could be one."""
        return self.stated_email if self.email_verified and _could_be_address(self.stated_email) else ""

    @property
    def drifted(self) -> list[str]:
        """Fields whose value is there and cannot be used; names only."""
        return [
            name
            for name, given, used in (
                ("curp", self.stated_curp.upper() not in ("", *GENERIC), self.curp),
                ("correo", self.stated_email and self.email_verified, self.email),
            )
            if given and not used
        ]


def _could_be_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True

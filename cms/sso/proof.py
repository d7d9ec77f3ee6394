"""What a provider proved about who is at the browser, whichever protocol it speaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cms.sso.providers import Source


@dataclass(frozen=True)
class Proven:
    """`email` is in small letters, and "" unless the provider says it is verified; `told_email` may be anybody's.

    `claims` are all that were told, by name. `second_factor`: the provider asked for one, as the city configured.
    """

    provider: Source
    issuer: str
    subject: str
    email: str = ""
    told_email: str = ""
    name: str = ""
    user_name: str = ""
    sid: str = ""
    token: str = ""
    second_factor: bool = False
    claims: Mapping[str, Any] = field(default_factory=dict)

"""Somebody who follows a case without being its reporter: what rooms above hand to a message for `followers`."""

from dataclasses import dataclass

from casetypes.citizens.models import Citizen


@dataclass(frozen=True)
class Follower:
    """`number` tells one follow from another; `leaving_url` is the address that ends it, whole."""

    number: int
    citizen: Citizen
    leaving_url: str

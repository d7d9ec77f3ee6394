"""What every channel adapter offers."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Outgoing:
    """One message, ready to travel. `message_id` is stable over retries, so that a receiver can drop a second
    copy; `html` is optional and never the only body; `sender` is the name a
    person reads, the address stays the installation's; `about` says in the carrier's ledger what it was for."""

    to: str
    subject: str
    text: str
    message_id: str
    html: str = ""
    sender: str = ""
    language: str = "es"
    about: str = ""


class NotNow(Exception):
    """The carrier did not take it now (busy, down, too many at once): the same again later may work."""


class Unclear(NotNow):
    """Nobody knows whether the carrier took it. The same again later is looked for there before it is sent again."""


class NotTaken(Exception):
    """The carrier will never take it: a number that does not exist, a sender that is not ours. `code` is its own."""

    def __init__(self, code: str) -> None:
        super().__init__(f"the carrier refused it: {code}")
        self.code = code


class Channel(Protocol):
    """`kind` is the kind of contact point it needs (`email`, `phone`)."""

    kind: str

    def send(self, message: Outgoing) -> str:
        """Returns the carrier's reference. Raises when the carrier did not take it: the outbox tries again."""
        ...

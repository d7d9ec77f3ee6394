"""What every channel adapter offers."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Outgoing:
    """One message, ready to travel. `message_id` is stable over retries, so that a receiver can drop a second
    copy; `html` is optional and never the only body; `sender` is the name a
    person reads, the address stays the installation's."""

    to: str
    subject: str
    text: str
    message_id: str
    html: str = ""
    sender: str = ""
    language: str = "es"


class Channel(Protocol):
    """`kind` is the kind of contact point it needs (`email`, `phone`)."""

    kind: str

    def send(self, message: Outgoing) -> str:
        """Returns the carrier's reference. Raises when the carrier did not take it: the outbox tries again."""
        ...

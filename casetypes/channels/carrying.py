"""The one way from a composed message to its carrier, and the one place where it can be held back."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from casetypes.channels.base import Channel, Outgoing

_held: ContextVar[list[Outgoing] | None] = ContextVar("agora_messages_held", default=None)


def hand_over(channel: Channel, message: Outgoing) -> str:
    """Send it; returns the carrier's reference. Inside `holding` it is kept instead. Raises what the channel raises."""
    held = _held.get()
    if held is None:
        return channel.send(message)
    held.append(message)
    return message.message_id


def is_held() -> bool:
    """Whether this is a rehearsal: nothing leaves the house."""
    return _held.get() is not None


@contextmanager
def holding() -> Iterator[list[Outgoing]]:
    """Nothing leaves the house inside: whoever rehearses reads here what would have been sent, in order."""
    held: list[Outgoing] = []
    token = _held.set(held)
    try:
        yield held
    finally:
        _held.reset(token)

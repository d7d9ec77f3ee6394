"""A faithful local mail server: real SMTP on a free port; it can hold a message until it is let go."""

import asyncio
import socket
from email import message_from_bytes
from email.message import Message
from threading import Event

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class MailServer:
    """`received` are the messages it took, in order. While `open` is not set, it keeps senders waiting."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.arrived = Event()
        self.open = Event()
        self.open.set()
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.open.set()
        self._controller.stop(no_assert=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.arrived.set()
        while not self.open.is_set():
            await asyncio.sleep(0.02)
        if server.transport is None or server.transport.is_closing():
            return "421 the sender went away"
        self.received.append(message_from_bytes(envelope.content))
        return "250 taken"

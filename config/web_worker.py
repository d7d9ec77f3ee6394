"""gunicorn's worker of threads, which waits for nobody forever.

A thread reads a request by itself: some slow connections (one byte a minute) would keep all of them busy. So whoever
has not sent the head of a request, or all of it, in time is read no further; what was being answered is still answered.
A proxy that takes in whole requests before it hands them on is the first protection, this the second.
"""

import socket
import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from config import env

HEAD_SECONDS = env.number("WEB_HEAD_SECONDS", 10)
BODY_SECONDS = env.number("WEB_BODY_SECONDS", 120)


class Worker(ThreadWorker):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._until: dict[Any, float] = {}  # connections that a thread is reading: until when

    def handle(self, conn: Any) -> Any:
        self._until[conn] = time.monotonic() + HEAD_SECONDS
        try:
            return super().handle(conn)
        finally:
            self._until.pop(conn, None)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """The head is there; what follows it is read while the application asks for it."""
        self._until[conn] = time.monotonic() + BODY_SECONDS
        return super().handle_request(req, conn)

    def murder_pending(self) -> None:
        """Called about once a second by the thread that reads nothing itself."""
        super().murder_pending()
        now = time.monotonic()
        for conn, until in list(self._until.items()):
            if until < now:
                self._until.pop(conn, None)
                _read_no_further(conn.sock)


def _read_no_further(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RD)
    except OSError:
        return  # it is gone already

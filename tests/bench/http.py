"""A client that costs next to nothing: one socket kept open, requests as bytes, answers read to their end."""

import json
import socket
from collections.abc import Mapping

LINE = b"\r\n"


class Http:
    """One kept connection to the server on this machine; opened again when the server closed it."""

    def __init__(self, port: int, headers: Mapping[str, str] = {}) -> None:  # noqa: B006  never changed
        self.port = port
        self.head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.stream: socket.socket | None = None
        self.rest = b""

    def get(self, path: str, headers: str = "") -> tuple[int, bytes]:
        return self._send(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{self.head}{headers}\r\n".encode())

    def post(self, path: str, body: object, headers: str = "") -> tuple[int, bytes]:
        content = json.dumps(body).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{self.head}{headers}"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        return self._send(head.encode() + content)

    def _send(self, request: bytes) -> tuple[int, bytes]:
        """A connection that the server has closed while it was idle is opened once more."""
        fresh = self.stream is None
        try:
            return self._exchange(request)
        except (ConnectionError, BrokenPipeError):
            self.close()
            if fresh:
                raise
            return self._exchange(request)

    def _exchange(self, request: bytes) -> tuple[int, bytes]:
        if self.stream is None:
            self.stream = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream.sendall(request)
        head = self._until(LINE + LINE)
        status = int(head.split(b" ", 2)[1])
        fields = head.lower()
        body = self._chunks() if b"transfer-encoding: chunked" in fields else self._exactly(_length(fields))
        if b"connection: close" in fields:
            self.close()
        return status, body

    def _until(self, mark: bytes) -> bytes:
        while mark not in self.rest:
            self._more()
        found, _, self.rest = self.rest.partition(mark)
        return found

    def _exactly(self, size: int) -> bytes:
        while len(self.rest) < size:
            self._more()
        found, self.rest = self.rest[:size], self.rest[size:]
        return found

    def _chunks(self) -> bytes:
        body = b""
        while size := int(self._until(LINE).split(b";")[0], 16):
            body += self._exactly(size)
            self._exactly(2)
        self._until(LINE)
        return body

    def _more(self) -> None:
        assert self.stream is not None
        part = self.stream.recv(262_144)
        if not part:
            raise ConnectionResetError("the server closed the connection")
        self.rest += part

    def close(self) -> None:
        if self.stream is not None:
            self.stream.close()
        self.stream, self.rest = None, b""


def _length(fields: bytes) -> int:
    _, found, after = fields.partition(b"content-length:")
    return int(after.split(LINE, 1)[0]) if found else 0

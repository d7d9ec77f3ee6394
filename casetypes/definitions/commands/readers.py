"""What a command writes for a reader who may leave: `definitions diff … | head` ends without a traceback."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOBase
from typing import Any

LEFT = 141  # 128 + SIGPIPE: how a shell sees any program whose reader left


class ReaderLeftError(Exception):
    """Nobody reads on. No OSError: commands tell those as files that they could not read."""


class Told(TextIOBase):
    """A stream whose broken pipe is a ReaderLeftError; broken pipes of workers or servers stay what they are."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str, **ways: Any) -> int:
        """`ways` are those of Django's own stream, such as `ending`."""
        with _reader_may_leave():
            self._stream.write(text, **ways)
        return len(text)

    def flush(self) -> None:
        with _reader_may_leave():
            self._stream.flush()

    def isatty(self) -> bool:
        return bool(self._stream.isatty())


@contextmanager
def _reader_may_leave() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderLeftError from error


def let_go() -> None:
    """What is still buffered has nobody to read it: the interpreter's last flush goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)

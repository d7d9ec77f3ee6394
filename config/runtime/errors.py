"""What stops a command, said to the person in front of the terminal."""

from __future__ import annotations


class Stop(Exception):
    """The command cannot go on: `what` happened, and the way out. Shown without a traceback."""

    def __init__(self, what: str, way_out: str = "", tail: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.way_out = way_out
        self.tail = tail


class Interrupted(BaseException):
    """SIGINT, SIGTERM or SIGHUP arrived: stop the children and leave."""

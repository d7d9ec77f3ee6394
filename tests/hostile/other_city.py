"""Hermosillo, a city of its own in a process and a database of its own, which talks with the test line by line (JSON).

Asked: the things of the other city. Told: its own things and the keys it makes. Asked: the other city's keys. Told:
which of them, and which of its own, open something here.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django

from config.runtime.place import ROOT


class Talk:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, said: Any) -> Any:
        """Raises AssertionError when the city fell over."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(said) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the other city did not answer"
        return json.loads(answer)


@contextmanager
def hermosillo(database: str) -> Iterator[Talk]:
    """With the keys, the folder and the servers of this process: the operator copied them."""
    environment = {**os.environ, "CITY": "hermosillo", "DATABASE_URL": database}
    command = [sys.executable, "-m", "tests.hostile.other_city"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes) as process:
        try:
            yield Talk(process)
        finally:
            process.stdin.close()
            process.terminate()


def main() -> None:
    django.setup()
    from django.conf import settings

    from casetypes.access.demonstration import ensure_people
    from casetypes.definitions.services import publish_city
    from tests.hostile import keys_of_a_city as city

    assert settings.CITY == "hermosillo"
    publish_city(settings.CITY_DIR, "system", gates=())
    ensure_people()
    with city.shared_cache():
        here = city.things()
        there = city.Things(**json.loads(sys.stdin.readline()))
        keys = city.made(here, there)
        _tell({"things": vars(here), **keys})
        offered = json.loads(sys.stdin.readline())
        told = {name: city.opened(offered[name], here) for name in ("own", "forged")}
        _tell({**told, "its own": city.opened(keys["own"], here)})


def _tell(what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

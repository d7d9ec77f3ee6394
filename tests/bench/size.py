"""Measure one size: `python -m tests.bench.size <cases> <port> <file>`; writes the figures as JSON.

A process of its own, with its database named by the environment, so that nothing of one size is warm for the next.
"""

import json
import sys
from pathlib import Path

import django


def main(arguments: list[str]) -> int:
    django.setup()
    from tests.bench.bench import Bench  # needs Django
    from tests.bench.doors import DOORS
    from tests.bench.options import Options

    size, port, file = int(arguments[0]), int(arguments[1]), Path(arguments[2])
    bench = Bench(size, port, Options.of())
    for name, measure in DOORS.items():
        if not bench.options.only or name in bench.options.only:
            measure(bench)
    file.write_text(json.dumps([each.as_json() for each in bench.figures]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

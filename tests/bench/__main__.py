"""`make bench`: for each size a clone, the real server and one measuring process; then the table and the comparison.

Started by `config/runtime/bench.py`, which brings PostgreSQL and Valkey along and names them in the environment.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from config.runtime import console
from config.runtime.errors import Interrupted, Stop
from config.runtime.place import ROOT, Place
from config.runtime.supervisor import Supervisor
from tests.bench import compare, machine, record
from tests.bench.filled import Filled, environment
from tests.bench.options import Options, short
from tests.bench.web import serving


def main() -> int:
    try:
        return _bench(Options.of())
    except (ValueError, subprocess.CalledProcessError) as error:
        console.show_stop(Stop("The measurement ended early.", str(error)))
        return 1
    except Stop as stop:
        console.show_stop(stop)
        return 1
    except (Interrupted, KeyboardInterrupt):
        return 130


def _bench(options: Options) -> int:
    place, env, began = Place("bench"), environment(), time.monotonic()
    place.prepare()
    facts = machine.describe(env["DATABASE_URL"])
    console.heading(machine.in_words(facts))
    if facts["busy"]:
        console.warn("This machine is busy with something else: the figures will be worse than they are.")
    filled = Filled(env["DATABASE_URL"], env)
    figures: list[dict[str, Any]] = []
    with Supervisor() as supervisor:
        for size in options.sizes:
            url = filled.clone(size)
            console.heading(f"{short(size)} cases")
            figures += _measured(supervisor, place, env | {"DATABASE_URL": url}, size)
        filled.forget_run()
    _tell(place, facts, options, figures)
    console.say(f"\nMeasured in {console.duration(time.monotonic() - began)}.")
    return 1 if any(each["errors"] for each in figures) else 0


def _measured(supervisor: Supervisor, place: Place, env: dict[str, str], size: int) -> list[dict[str, Any]]:
    with serving(supervisor, place, env) as port, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "figures.json"
        command = [sys.executable, "-m", "tests.bench.size", str(size), str(port), str(file)]
        subprocess.run(command, cwd=ROOT, env=env, check=True)
        return json.loads(file.read_text(encoding="utf-8"))


def _tell(place: Place, facts: dict[str, Any], options: Options, figures: list[dict[str, Any]]) -> None:
    folder = Path(os.environ.get("BENCH_RECORDS") or place.var)
    before = compare.last_run(folder)
    moment = datetime.now().astimezone()  # noqa: TID251  the machine's own time, for the file's name
    whole = {"at": moment.isoformat(timespec="seconds"), "machine": facts, "figures": figures}
    whole["options"] = {"sizes": options.sizes, "clients": options.clients, "rounds": options.rounds,
                        "seconds": options.seconds}  # fmt: skip
    file = record.write(folder, whole, moment)
    console.heading("Figures")
    console.say(record.table(figures))
    if before is not None:
        console.heading(f"Compared with the run of {before['at']}")
        for line in compare.in_words(compare.changes(before["figures"], figures)):
            console.say("  " + line)
    console.say(f"\n{file}")


if __name__ == "__main__":
    raise SystemExit(main())

"""A supervisor over small children, as a program: what the tests of the supervisor drive from outside.

Each child writes its process number to `<kind>.pid` in AGORA_VAR and its end to `ends`.
"""

import os
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent.parent / "config"))

from runtime import console
from runtime.child import Child
from runtime.errors import Interrupted, Stop
from runtime.instance import only_one
from runtime.place import Place
from runtime.supervisor import Supervisor

STEADY = """
import os, pathlib, signal, sys
here = pathlib.Path(os.environ["AGORA_VAR"])
def end(*_):
    with (here / "ends").open("a") as f: f.write(KIND + "\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
new = here / (KIND + ".new")
new.write_text(str(os.getpid()))
new.replace(here / (KIND + ".pid"))
while True: signal.pause()
"""
STUBBORN = STEADY.replace("signal.SIGTERM, end", "signal.SIGTERM, signal.SIG_IGN")
BROKEN = "import sys; print('the wire is loose'); sys.exit(3)"


def child(kind: str, var: Path) -> Child:
    code = {"stubborn": STUBBORN, "broken": BROKEN}.get(kind, STEADY).replace("KIND", repr(kind))
    return Child(
        name=kind,
        argv=[sys.executable, "-c", code],
        log=var / f"{kind}.log",
        env=dict(os.environ),
        ready=lambda: kind == "broken" or (var / f"{kind}.pid").exists(),
        patience=0.5,
    )


def main() -> int:
    var = Path(os.environ["AGORA_VAR"])
    place = Place("torreon")
    place.prepare()
    try:
        with only_one(place, "http://localhost:18110", "The city"), Supervisor() as supervisor:
            for kind in sys.argv[1:]:
                supervisor.start(child(kind, var), f"Starting {kind}", within=15)
            console.say("all started")
            supervisor.watch()
    except Interrupted:
        return 0
    except Stop as stop:
        console.show_stop(stop)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""The processes of a city, said once: `make run` starts them from here, units and containers are written from here.

Standard library only: the supervisor loads this before anything is installed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

CELERY = ("-m", "celery", "-A", "config")
SCHEDULE = "beat-schedule"
METRICS = "metrics"


@dataclass(frozen=True)
class Process:
    """`argv` follows the Python interpreter. `{var}` in it is the city's folder of data.

    `steps` are run one after the other by a process that ends; `memory` is what the operating system should
    allow, measured at about twice what it takes; `stop_seconds`: how long it may finish what it is doing.
    """

    name: str
    title: str
    argv: tuple[str, ...] = ()
    steps: tuple[tuple[str, ...], ...] = ()
    settings: dict[str, str] = field(default_factory=dict)
    memory: str = "1G"
    stop_seconds: int = 20
    notifies: bool = False
    counts: bool = False
    serves: bool = False

    def arguments(self, var: str) -> list[str]:
        return [part.replace("{var}", var) for part in self.argv]


PREPARE = Process(
    name="prepare",
    title="Ágora: brings the database, the styles and the city up to date",
    steps=(
        ("manage.py", "migrate", "--no-input"),
        ("manage.py", "collectstatic", "--no-input", "--verbosity", "0"),
        ("manage.py", "load_city"),
    ),
)
WEB = Process(
    name="web",
    title="Ágora: the web",
    argv=("-m", "gunicorn", "-c", "python:config.server", "config.wsgi:application"),
    settings={"DATABASE_STATEMENT_TIMEOUT": "30"},
    memory="1536M",
    notifies=True,
    counts=True,
    serves=True,
)
WORKER = Process(
    name="worker",
    title="Ágora: the worker",
    argv=(*CELERY, "worker", "--without-gossip"),
    memory="2G",
    stop_seconds=60,
    counts=True,
)
BEAT = Process(
    name="beat",
    title="Ágora: the timetable, one for the whole city",
    argv=(*CELERY, "beat", "--pidfile=", "-s", "{var}/" + SCHEDULE),
    memory="512M",
)
ALL: Sequence[Process] = (PREPARE, WEB, WORKER, BEAT)
WITH_BEAT = ("-B", "-s", "{var}/" + SCHEDULE)  # on one machine the worker keeps the timetable as well
SECRETS = ("SECRET_KEY", "MASTER_KEY", "AUDIT_KEY", "DATABASE_URL", "BROKER_URL", "CACHE_URL")
OPTIONAL_SECRETS = ("EMAIL_URL", "FILES_URL", "LLAVE_MX_PASSWORD", "LLAVE_MX_SECRET", "METRICS_TOKEN")

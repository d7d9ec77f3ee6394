"""gunicorn's settings: `gunicorn -c python:config.server config.wsgi:application`.

Threads, not processes alone: a request waits for the database most of its time. One process per core; each thread
keeps its own connection (see README, From one machine to many, for what was measured).
"""

from pathlib import Path
from typing import Any

from django.db import connections

from config import env
from config.telemetry import metrics

bind = f"{env.text('HOST', '127.0.0.1')}:{env.text('PORT', '8000')}"
worker_class = "config.web_worker.Worker"
workers = env.number("WEB_WORKERS", 2)
threads = env.number("WEB_THREADS", 4)
timeout = 120
graceful_timeout = 10
keepalive = 5
limit_request_line = 4094
limit_request_fields = 60
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # heartbeats, off the disk
logger_class = "config.telemetry.records.GunicornLog"
# Reloading and preloading exclude each other; preloading starts the second process for nothing.
reload = env.flag("DEBUG")
preload_app = not reload


def on_starting(_server: Any) -> None:
    metrics.forget_the_dead()


def post_fork(_server: Any, _worker: Any) -> None:
    """A connection or pool opened while the application was loaded belongs to the first process alone."""
    for connection in connections.all(initialized_only=True):
        connection.connection = None
        vars(type(connection)).get("_connection_pools", {}).pop(connection.alias, None)


def child_exit(_server: Any, worker: Any) -> None:
    metrics.forget(worker.pid)

"""One line and one measurement per task, under the name of the request that started it."""

import time
from typing import Any

import structlog
from celery import Task, signals
from prometheus_client import start_http_server

from config import env
from config.telemetry import metrics, records

log = structlog.get_logger("agora.task")
_began: dict[str, float] = {}


@signals.setup_logging.connect
def _our_lines(**_signal: Any) -> None:
    """Connected, so Celery leaves logging alone; Django's settings have set it up."""
    records.configure()


@signals.before_task_publish.connect
def _name_it(headers: dict[str, Any], **_signal: Any) -> None:
    request = structlog.contextvars.get_contextvars().get("request_id")
    if request:
        headers["request_id"] = request


@signals.task_prerun.connect
def _begin(task_id: str, task: Task, **_signal: Any) -> None:
    if task.request.is_eager:
        return
    _began[task_id] = time.perf_counter()
    named = {"task_id": task_id, "task": task.name, "request_id": task.request.get("request_id")}
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(**{key: value for key, value in named.items() if value})


@signals.task_postrun.connect
def _end(task_id: str, task: Task, state: str | None = None, **_signal: Any) -> None:
    if task_id not in _began:
        return
    seconds = time.perf_counter() - _began.pop(task_id)
    metrics.TASKS.labels(task.name, (state or "unknown").lower()).observe(seconds)
    log.info("task", state=(state or "unknown").lower(), milliseconds=round(seconds * 1000, 1))
    structlog.contextvars.clear_contextvars()


@signals.worker_init.connect
def _offer_metrics(**_signal: Any) -> None:
    """The worker's numbers at METRICS_LISTEN (`127.0.0.1:9201`), for a machine without a web process."""
    metrics.forget_the_dead()
    host, _, port = env.text("METRICS_LISTEN").rpartition(":")
    if port:
        start_http_server(int(port), addr=host or "127.0.0.1", registry=metrics.registry())

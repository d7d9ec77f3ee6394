"""Log records: one shape for our own lines, Django's, gunicorn's and Celery's; JSON in production.

Personal data does not belong into a log. What slips in through somebody else's error text (an e-mail address, a
telephone number, a CURP, an address of the network) is blotted out before the line is written.
"""

import logging.config
import os
import re
from typing import Any

import structlog
from gunicorn.glogging import Logger
from structlog.types import EventDict, Processor

from config import env

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
CURP = re.compile(r"\b[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d\b")
DIGITS = re.compile(r"(?<![\w.:-])(?!\d{4}-\d\d-\d\d)\+?\d(?:[ ().-]{0,2}\d){8,14}(?![\w:])")
BLOT = "[…]"
OURS = {"request_id", "task_id", "timestamp", "level", "logger", "folio", "route", "view", "task"}


def blot(text: str) -> str:
    """The text without what could tell who somebody is."""
    return DIGITS.sub(BLOT, CURP.sub(BLOT, EMAIL.sub(BLOT, text)))


def without_people(_logger: Any, _method: str, record: EventDict) -> EventDict:
    """Processor: every text of the record that did not come from ourselves is blotted."""
    return {
        key: blot(value) if isinstance(value, str) and key not in OURS else value
        for key, value in record.items()
    }


def wanted_format() -> str:
    """`json` or `text`: LOG_FORMAT, else JSON in production."""
    in_production = os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".prod")
    return env.text("LOG_FORMAT", "json" if in_production else "text")


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def configuration(level: str, shape: str) -> dict[str, Any]:
    """For logging.config.dictConfig. `shape` is `json` or `text`."""
    if shape == "json":
        render: list[Processor] = [structlog.processors.JSONRenderer(ensure_ascii=False, default=str)]
    else:
        render = [structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)]
    line = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_people,
            *render,
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own set-up would mail errors to nobody and print them only while DEBUG is on.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # A refused request is one line already (`requests`), without the address; failures stay.
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
            # A task is one line already (`tasks`), without its arguments; failures stay.
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
            # Two lines and more for every page that is saved; what people do in the CMS is in its own history.
            "django_tasks": {"level": "WARNING"},
            "wagtail": {"level": "WARNING"},
            # Greets every process that imports it.
            "pikepdf": {"level": "WARNING"},
        },
    }


def configure() -> None:
    """structlog's lines go the way of the standard library's."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


class GunicornLog(Logger):
    """gunicorn's own lines in the shape of all others; its access log is ours (`requests`)."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        logging.config.dictConfig(configuration(env.text("LOG_LEVEL", "INFO"), wanted_format()))
        for log in (self.error_log, self.access_log):
            log.handlers.clear()
            log.propagate = True

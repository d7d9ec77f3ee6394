"""The Celery application; tasks live in `tasks` modules of rooms and faces, each with its own `BEAT` schedule."""

import os
from importlib import import_module
from typing import Any

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
app = Celery("agora")
import_module("config.telemetry.tasks")  # connects the signals; it needs nothing of Django's
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

SCHEDULED = (
    "casetypes.access.tasks",
    "casetypes.accounts.tasks",
    "casetypes.audit.tasks",
    "casetypes.cases.tasks",
    "casetypes.evidence.tasks",
    "casetypes.intake.tasks",
    "casetypes.notifications.tasks",
    "casetypes.sla.tasks",
    "cms.identity.tasks",
    "cms.people.tasks",
    "cms.studio.replays.tasks",
    "reports.tasks",
)


@app.on_after_finalize.connect
def schedule(sender: Celery, **_signal: Any) -> None:
    """Beat's timetable: every room's `BEAT`, once the tasks are known."""
    for module in SCHEDULED:
        sender.conf.beat_schedule.update(import_module(module).BEAT)

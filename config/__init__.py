"""Settings, addresses and processes: how parts are put together. Nothing here decides anything about a case."""

from config.celery import app as celery_app

__all__ = ["celery_app"]

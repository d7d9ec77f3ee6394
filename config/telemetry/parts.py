"""The parts a process needs, each asked once and quickly. Raising means: it does not answer."""

import shutil
from collections.abc import Callable

import redis
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.cache import ForgivingRedisCache

LEAST_FREE = 200 * 1024 * 1024  # bytes


class Unready(Exception):
    """A part answers, and what it says is not enough."""


def answer(ask: Callable[[], object]) -> str:
    """`ok`, or what kind of failure it was; never its text, which may hold addresses and names."""
    try:
        ask()
    except Unready as reason:
        return str(reason)
    except Exception as error:  # whatever is wrong, the answer names the kind of failure
        return type(error).__name__
    return "ok"


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def broker() -> None:
    if not settings.BROKER_URL.startswith("redis"):
        return
    client = redis.Redis.from_url(
        settings.BROKER_URL, socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), 0)
    )
    try:
        client.ping()
    finally:
        client.close()


def cache() -> None:
    backend = caches["default"]
    if isinstance(backend, ForgivingRedisCache) and not backend.answers():
        raise Unready("away")


_migrated = False


def migrations() -> None:
    """Whether the database is as this release expects it. Asked until it is; migrations do not go back."""
    global _migrated  # noqa: PLW0603
    if _migrated:
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Unready("migrations are missing: manage.py migrate")
    _migrated = True


def disk() -> None:
    """Room for evidence, reports and the files that are being received."""
    if shutil.disk_usage(settings.VAR_DIR).free < LEAST_FREE:
        raise Unready("less than 200 MB are free")

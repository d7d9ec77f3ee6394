"""Celery, broker, cache and sessions: short visibility, late acknowledgement, idempotent tasks."""

from redis.backoff import NoBackoff
from redis.retry import Retry

from config import env

BROKER_URL = env.text("BROKER_URL", "redis://127.0.0.1:56379/0")
CACHE_URL = env.text("CACHE_URL", "")
CELERY_BROKER_URL = BROKER_URL
# Of this city, so that a worker of another one that was told of the same broker takes none of its work.
CELERY_TASK_DEFAULT_QUEUE = f"agora-{env.CITY}"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env.number("WORKERS", 2)
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 60,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {}
# Prefixed by the city, so that several may share a server; the version rises when what is kept changes its shape.
SHARED_CACHE: dict[str, object] = {
    "LOCATION": CACHE_URL,
    "KEY_PREFIX": f"agora-{env.CITY}",
    "VERSION": 1,
    "OPTIONS": {
        "socket_connect_timeout": 0.5,
        "socket_timeout": 1.0,
        "retry": Retry(NoBackoff(), 0),
        "health_check_interval": 30,
    },
}
CACHES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
if CACHE_URL:
    # Read from the cache, kept in the database: a flushed or lost cache signs nobody out.
    CACHES = {
        "default": {"BACKEND": "config.cache.ForgivingRedisCache", **SHARED_CACHE},
        "sessions": {"BACKEND": "config.cache.SessionCache", **SHARED_CACHE},
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    SESSION_CACHE_ALIAS = "sessions"

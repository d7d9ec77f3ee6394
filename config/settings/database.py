"""PostgreSQL through DATABASE_URL; one database per city."""

from typing import Any
from urllib.parse import unquote, urlsplit

from config import env


def parse_database_url(url: str) -> dict[str, Any]:
    """`postgres://user:password@host:port/name` for Django; raises ValueError on another scheme."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL must start with postgres://, not {parts.scheme!r}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or 5432),
        "CONN_MAX_AGE": env.number("DATABASE_CONN_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": True,
    }


DATABASE_URL = env.text("DATABASE_URL", f"postgres://postgres:agora@127.0.0.1:55432/agora_{env.CITY}")
DATABASES = {"default": parse_database_url(DATABASE_URL)}

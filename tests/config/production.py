"""A whole set of production settings, and a fresh process that starts with it."""

import base64
import os
import subprocess
import sys
from pathlib import Path

from config.runtime.place import ROOT

WHOLE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "BROKER_URL": "redis://127.0.0.1:1/0",
    "CACHE_URL": "redis://127.0.0.1:1/1",
    "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/nowhere",
    "PUBLIC_URL": "https://agora.example",
    "ALLOWED_HOSTS": "agora.example",
    "TRUSTED_PROXIES": "1",
    "SECRET_KEY": "long enough and different for every city, that is all it needs to be",
    "MASTER_KEY": base64.b64encode(b"m" * 32).decode(),
    "AUDIT_KEY": base64.b64encode(b"a" * 32).decode(),
}
OURS = {*WHOLE, "CITY", "PORT", "FILES_URL", "METRICS_TOKEN", "LOG_FORMAT"}


def fresh(var: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`python …` with nothing in its environment of what the tests run on, and these settings."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=clean | {"AGORA_VAR": str(var)} | settings,
        capture_output=True,
        text=True,
        timeout=120,
    )

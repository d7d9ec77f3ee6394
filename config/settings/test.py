"""Tests: real PostgreSQL and broker; mail kept in memory unless a test starts the SMTP simulator."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403
from config.telemetry import records

if "AGORA_TEST_FILES" not in os.environ:
    # Child processes (xdist workers, a Celery worker under test) inherit the folder of the first process.
    os.environ["AGORA_TEST_FILES"] = tempfile.mkdtemp(prefix="agora-test-")
    atexit.register(shutil.rmtree, os.environ["AGORA_TEST_FILES"], ignore_errors=True)
TEST_FILES = Path(os.environ["AGORA_TEST_FILES"])
VAR_DIR = TEST_FILES
MEDIA_ROOT = TEST_FILES / "media"
EVIDENCE_ROOT = TEST_FILES / "evidence"
REPORTS_ROOT = TEST_FILES / "reports"
STATIC_ROOT = TEST_FILES / "static"
STATIC_ROOT.mkdir(exist_ok=True)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE, SESSION_CACHE_ALIAS = "django.contrib.sessions.backends.db", "default"
if "PYTEST_XDIST_WORKER" in os.environ:
    # Each parallel process has a broker of its own: database 1, 2 … of the same server.
    BROKER_URL = f"{BROKER_URL.rpartition('/')[0]}/{int(os.environ['PYTEST_XDIST_WORKER'][2:]) + 1}"  # noqa: F405
    CELERY_BROKER_URL = BROKER_URL

DEBUG = False
DEMONSTRATION_CODES = True  # the cast are demonstration people; their apps count here as with `make run`
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING = records.configuration("WARNING", "text")

"""Tests: real PostgreSQL and broker; mail kept in memory unless a test starts the SMTP simulator."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403

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

DEBUG = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

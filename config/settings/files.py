"""Static files, uploads and evidence. FILES_URL puts what people upload into an object store."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from config import env

STATIC_URL = "/static/"
STATIC_ROOT = env.VAR_DIR / "static"
STATICFILES_DIRS = [
    path
    for path in (env.BASE_DIR / "themes" / env.CITY / "static", env.BASE_DIR / "themes" / "base" / "static")
    if path.is_dir()
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cms.components.finders.BuiltFilesFinder",  # the web font, cut from the installed typeface
    "cms.studio.finders.EditorFilesFinder",  # the YAML editor, from the installed package
]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.VAR_DIR / "media"
EVIDENCE_ROOT = env.VAR_DIR / "evidence"
REPORTS_ROOT = env.VAR_DIR / "reports"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cms.components.storage.LeanStaticFilesStorage"},
}


def object_store(url: str) -> dict[str, Any]:
    """`s3://key:secret@host[:port]/bucket?region=…` as django-storages wants it; `s3+http://` without TLS.

    Raises ValueError on another scheme or without a bucket.
    """
    parts = urlsplit(url)
    bucket = parts.path.strip("/")
    if parts.scheme not in {"s3", "s3+http"} or not bucket:
        raise ValueError("FILES_URL looks like this: s3://key:secret@host/bucket?region=name")
    options = {
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "bucket_name": bucket,
        "endpoint_url": f"{'http' if parts.scheme == 's3+http' else 'https'}://{parts.netloc.rpartition('@')[2]}",
        "region_name": parse_qs(parts.query).get("region", ["us-east-1"])[0],
        "signature_version": "s3v4",
        "addressing_style": "path",
        "default_acl": None,
        "file_overwrite": True,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


if env.text("FILES_URL"):
    STORAGES["files"] = object_store(env.text("FILES_URL"))
    # Pictures and documents of pages: beside the public copies, shown under this site's own address (config.media).
    site = urlsplit(env.text("PUBLIC_URL", "http://localhost"))
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": STORAGES["files"]["OPTIONS"]
        | {
            "location": "media",
            "file_overwrite": False,
            "custom_domain": site.netloc,
            "url_protocol": f"{site.scheme}:",
        },
    }
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20

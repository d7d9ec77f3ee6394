"""Outgoing e-mail. EMAIL_URL is `smtp://user:password@host:port` or, by default, a folder to look into."""

from urllib.parse import unquote, urlsplit

from config import env

_URL = urlsplit(env.text("EMAIL_URL", "file:"))
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "Ágora <no-reply@localhost>")
EMAIL_TIMEOUT = 10
if _URL.scheme in {"smtp", "smtps"}:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _URL.hostname or "localhost"
    EMAIL_PORT = _URL.port or 25
    EMAIL_HOST_USER = unquote(_URL.username or "")
    EMAIL_HOST_PASSWORD = unquote(_URL.password or "")
    EMAIL_USE_SSL = _URL.scheme == "smtps"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = env.VAR_DIR / "mail"

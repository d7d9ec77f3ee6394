"""A city in production: everything is given, nothing has a default that everybody knows, cookies travel by TLS."""

from config import env
from config.settings import required
from config.settings.base import *  # noqa: F403

required.require()
DEBUG = False
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL.rstrip("/")]  # noqa: F405
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# Believed because a proxy stands in front, as TRUSTED_PROXIES says; without one anybody could send the header.
if env.number("TRUSTED_PROXIES", 0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# W019 wants X_FRAME_OPTIONS = "DENY". The editors' preview of a page is a frame of this very site, so it is
# SAMEORIGIN here, and the content policy says frame-ancestors 'self' as well.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

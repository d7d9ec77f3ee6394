"""Keys, cookies, content security policy."""

import hashlib
import hmac
from typing import Any

from csp.constants import NONCE, NONE, SELF

from config import env


def key_of_city(secret: str, city: str) -> str:
    """What this city signs with: two that were given the same secret by mistake sign differently all the same."""
    return hmac.new(secret.encode(), f"agora:city:{city}".encode(), hashlib.sha256).hexdigest()


SECRET_KEY = key_of_city(
    env.text("SECRET_KEY", "only-for-development-and-tests-never-in-production"), env.CITY
)
# 32 bytes, base64: wraps every person's key (AES-256-GCM). Losing it loses the personal answers.
MASTER_KEY = env.text("MASTER_KEY", "YWdvcmEtZGV2ZWxvcG1lbnQtbWFzdGVyLWtleS0zMmI=")
# 32 bytes, base64: signs the checkpoints of the audit log (Ed25519). Empty: made once, kept in VAR_DIR/audit.key.
AUDIT_KEY = env.text("AUDIT_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "*")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Memory-hard, in the standard library, and a tenth of PBKDF2's time per sign-in at today's rounds.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "identity_sign_in"
PASSWORD_RESET_TIMEOUT = 3600
# Whether pages say the codes of demonstration people; only the settings of one machine may turn it on (dev.py).
DEMONSTRATION_CODES = False
# How many proxies of our own stand before the web: their entries of X-Forwarded-For are believed.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
# Where those proxies stand: what any other peer says in their name is not read. All private networks by default.
PROXY_NETWORKS = env.words(
    "PROXY_NETWORKS", "127.0.0.0/8,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,::1/128,fc00::/7,fe80::/10"
)
# Of members of staff: minutes without a request, and hours in all, after which they sign in again.
SESSION_IDLE_MINUTES = env.number("SESSION_IDLE_MINUTES", 60)
SESSION_HOURS = env.number("SESSION_HOURS", 12)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
# Who may read /metrics; empty: nobody.
METRICS_TOKEN = env.text("METRICS_TOKEN")
TILES = env.words("MAP_TILES_ORIGIN")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *TILES],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
# For the addresses that begin so. The policy above is the public site's.
OTHER_CONTENT_SECURITY_POLICIES: dict[str, dict[str, list[Any]]] = {
    "/admin/": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *TILES],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
    "/api/": {"default-src": [NONE], "frame-ancestors": [NONE]},
}

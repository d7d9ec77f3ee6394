"""The second factor of members of staff: who needs one, apps that tell codes, and codes for the day they are lost.

A code counts once. Keys of apps lie sealed with MASTER_KEY, bound to their person; recovery codes only as digests.
"""

import base64
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_otp.oath import TOTP

from casetypes.access.actors import Actor
from casetypes.access.entry import sessions
from casetypes.access.models import AuthenticatorApp, RecoveryCode, Role, User
from casetypes.audit import services as audit
from casetypes.kernel import clock, sealing
from casetypes.kernel.errors import NotAllowed

STEP = 30  # seconds a code is shown (RFC 6238)
TOLERANCE = 1  # steps before and after that are taken too: a telephone's clock is seldom right
KEY_BYTES = 20  # RFC 4226, 4: 160 bits
RECENT = timedelta(minutes=15)  # how long a given second factor counts for changing devices
CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else


def required_for(actor: Actor) -> bool:
    """Whether one of the actor's roles needs it, as `second_factor:` of desks.yaml says. One query."""
    return bool(actor.roles()) and Role.objects.filter(key__in=actor.roles(), second_factor=True).exists()


def apps_of(user: User) -> Sequence[AuthenticatorApp]:
    """Apps that count, oldest first."""
    return list(_counting().filter(user=user).order_by("pk"))


def has_one(user: User) -> bool:
    return _counting().filter(user=user).exists()


def _counting() -> QuerySet[AuthenticatorApp]:
    """Confirmed apps; those of a demonstration only where one is on, so that a city that began as one and goes into
    production asks its people for apps of their own."""
    confirmed = AuthenticatorApp.objects.filter(confirmed_at__isnull=False)
    return confirmed if settings.DEMONSTRATION_CODES else confirmed.filter(demonstration=False)


def start_app(user: User, *, name: str) -> AuthenticatorApp:
    """A new app with a new key, which counts only after `confirm_app`; an earlier unfinished one is forgotten."""
    AuthenticatorApp.objects.filter(user=user, confirmed_at=None).delete()
    return AuthenticatorApp.objects.create(user=user, name=name[:60], sealed_key=_seal(_new_key(), user.pk))


def ensure_demonstration_app(user: User) -> None:
    """An app whose codes the sign-in page itself tells where a demonstration is on (`DEMONSTRATION_CODES`)."""
    if not AuthenticatorApp.objects.filter(user=user, confirmed_at__isnull=False).exists():
        AuthenticatorApp.objects.create(
            user=user,
            name="Demo",
            sealed_key=_seal(_new_key(), user.pk),
            confirmed_at=clock.now(),
            demonstration=True,
        )


def unfinished_app(user: User) -> AuthenticatorApp | None:
    return AuthenticatorApp.objects.filter(user=user, confirmed_at=None).order_by("-pk").first()


def _new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def _seal(key: bytes, user_id: int) -> bytes:
    return sealing.seal(key, sealing.master_key(settings.MASTER_KEY), _context(user_id))


def _context(user_id: int) -> bytes:
    return f"authenticator:{settings.CITY}:{user_id}".encode()


def key_of(app: AuthenticatorApp) -> bytes:
    """The app's key in clear, for its set-up and for checking codes; never shown after that."""
    return sealing.open_sealed(
        bytes(app.sealed_key), sealing.master_key(settings.MASTER_KEY), _context(app.user_id)
    )


def typed_key(app: AuthenticatorApp) -> str:
    """The key to type into an app: base32 in groups of four."""
    text = base64.b32encode(key_of(app)).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def code_now(app: AuthenticatorApp) -> str:
    """The six digits that the app shows at this moment."""
    totp = TOTP(key_of(app), STEP)
    totp.time = clock.now().timestamp()
    return f"{totp.token():06d}"


def take_app_code(app: AuthenticatorApp, typed: str) -> bool:
    """Whether `typed` is the app's code now, one step before or after; a code that was taken counts no more.

    Of two requests with the same code exactly one is told yes: the row decides.
    """
    digits = "".join(typed.split())
    if len(digits) != 6 or not digits.isascii() or not digits.isdigit():
        return False
    totp = TOTP(key_of(app), STEP)
    totp.time = clock.now().timestamp()
    if not totp.verify(int(digits), TOLERANCE, app.last_step + 1):
        return False
    fresh = AuthenticatorApp.objects.filter(pk=app.pk, last_step__lt=totp.t())
    return bool(fresh.update(last_step=totp.t(), used_at=clock.now()))


@transaction.atomic
def confirm_app(app: AuthenticatorApp, typed: str, *, actor: Actor) -> bool:
    """The set-up's check: with a right code the app counts from now on."""
    if not take_app_code(app, typed):
        return False
    AuthenticatorApp.objects.filter(pk=app.pk).update(confirmed_at=clock.now())
    app.refresh_from_db()
    _record("second_factor.add", app.user_id, actor, {"app": app.pk})
    return True


def take_code(user: User, typed: str) -> str:
    """What the typed code is: "app", "recovery", or "" when it is neither. Whatever is taken counts no more."""
    for app in apps_of(user):
        if take_app_code(app, typed):
            return "app"
    return "recovery" if _take_recovery_code(user, typed) else ""


@transaction.atomic
def remove_app(app: AuthenticatorApp, *, actor: Actor) -> None:
    """The app counts no more. With the last one the recovery codes go too."""
    user_id = app.user_id
    _record("second_factor.remove", user_id, actor, {"app": app.pk})
    app.delete()
    if not _counting().filter(user_id=user_id).exists():
        RecoveryCode.objects.filter(user_id=user_id).delete()


@transaction.atomic
def new_recovery_codes(user: User, *, actor: Actor) -> list[str]:
    """Ten codes, told this once; earlier ones count no more."""
    RecoveryCode.objects.filter(user=user).delete()
    codes = [_new_code() for _each in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_code_digest(user.pk, code)) for code in codes
    )
    _record("second_factor.recovery_codes", user.pk, actor, {"codes": CODES})
    return codes


def _new_code() -> str:
    """Three groups of four: 59 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _letter in range(4)) for _group in range(3))


def _code_digest(user_id: int, code: str) -> str:
    """Spaces, hyphens and capitals do not matter to whoever types it."""
    plain = "".join(letter for letter in code.casefold() if letter.isalnum())
    return sealing.lookup_digest(f"recovery:{user_id}:{plain}", sealing.master_key(settings.MASTER_KEY))


def _take_recovery_code(user: User, typed: str) -> bool:
    known = RecoveryCode.objects.filter(user=user, digest=_code_digest(user.pk, typed), used_at=None)
    return bool(known.update(used_at=clock.now()))


def recovery_codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


@transaction.atomic
def reset(user: User, *, actor: Actor, because: str) -> None:
    """Every app and code of a person goes and every session ends: they set up a new one at the next sign-in.

    Nobody does it to themselves (NotAllowed): a session left open would be enough to get rid of the second factor.

    `because` is the administrator's own word: it is shown to nobody and enters the log as a digest.
    """
    if actor.user_id == user.pk:
        raise NotAllowed(
            reasons=[_("Your own devices you change at “Your safety”, with a code; if they are all lost, ask another "
                       "administrator.")]
        )  # fmt: skip
    AuthenticatorApp.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    reason = sealing.lookup_digest(because, sealing.master_key(settings.MASTER_KEY))
    _record("second_factor.reset", user.pk, actor, {"because": reason})
    sessions.end_all(user, actor=actor, because="second_factor")


def _record(action: str, user_id: int, actor: Actor, data: dict[str, object]) -> None:
    audit.record(action=action, actor=actor.label(), subject=f"user:{user_id}", data=data)

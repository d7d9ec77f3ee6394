"""What is kept of signing in: open sessions, second factors, recovery codes, and tries that failed.

No secret lies here in clear: keys of authenticator apps are sealed with MASTER_KEY, recovery codes and whatever was
typed are digests. `models` brings these into the room's models.
"""

from django.conf import settings
from django.db import models

from casetypes.kernel import clock


class StaffSession(models.Model):
    """One browser in which one person is signed in; what ended stays for a while, without its key.

    `means`: by what ("password", "password+app", "password+recovery", "sso"). `network`: the address without its
    last part, never the whole one. `browser`: what the browser calls itself.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_sessions")
    key = models.CharField(max_length=40, unique=True, null=True)
    means = models.CharField(max_length=40)
    browser = models.CharField(max_length=300, blank=True)
    network = models.CharField(max_length=45, blank=True)
    began_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-began_at"], name="staff_session_user")]

    def __str__(self) -> str:
        return f"session {self.pk} of {self.user_id}"


class AuthenticatorApp(models.Model):
    """An app that tells codes by RFC 6238. It counts once `confirmed_at` is set: a code of it was typed.

    `last_step` is the last interval of 30 seconds whose code was taken: no code counts twice.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="authenticators")
    name = models.CharField(max_length=60)
    sealed_key = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"authenticator {self.pk} of {self.user_id}"


class RecoveryCode(models.Model):
    """A code for the day the telephone is gone. It counts once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"recovery code {self.pk} of {self.user_id}"


class FailedTries(models.Model):
    """How often one door was tried in vain since `began_at`. `subject` is a digest, whether it exists or not."""

    door = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["door", "subject"], name="failed_tries_once")]
        indexes = [models.Index(fields=["began_at"], name="failed_tries_began")]

    def __str__(self) -> str:
        return f"{self.count} at {self.door}"

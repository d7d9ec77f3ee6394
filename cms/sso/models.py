"""Who a person is at a provider, which of our sessions began there, and which messages were taken already."""

from django.conf import settings
from django.db import models

from casetypes.kernel import clock


class Identity(models.Model):
    """`subject` is the provider's own name for the person and never goes to another; an e-mail address may.

    `by`: "email" (found by an address the provider says is verified), "invitation" (opened our letter) or "new"
    (the person came into being by what their claims say).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    provider = models.CharField(max_length=60)
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    by = models.CharField(max_length=10)
    linked_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="sso_identity_once"),
            models.UniqueConstraint(fields=["user", "issuer"], name="sso_identity_one_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.provider}"


class SignedOn(models.Model):
    """A session of ours that began at a provider. `sid` is the provider's session, "" when it told none."""

    identity = models.ForeignKey(Identity, models.CASCADE, related_name="sessions")
    session = models.OneToOneField("access.StaffSession", models.CASCADE, related_name="+")
    sid = models.CharField(max_length=255, blank=True)

    class Meta:
        indexes = [models.Index(fields=["identity", "sid"], name="sso_signed_on_sid")]

    def __str__(self) -> str:
        return f"session {self.session_id} of identity {self.identity_id}"


class TakenMessage(models.Model):
    """A signed message that counts once, by the SHA-256 of its issuer and number; kept until it would be too old."""

    digest = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest


class DeliveredAnswer(models.Model):
    """A checked SAML answer on its way: it is posted by another site, so our session's cookie comes only at the next
    step, which fetches it by a token of one use. `digest` is that of the token, `answer` what was proven."""

    digest = models.CharField(max_length=64, primary_key=True)
    answer = models.JSONField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest

"""Accounts, their sessions, one-time codes, what an account follows and which drafts it keeps at hand."""

import uuid

from django.db import models

from casetypes.cases.models import Case
from casetypes.citizens.models import Citizen
from casetypes.kernel import clock


class Account(models.Model):
    """A citizen who signs in. Made at the first sign-in; gone with the citizen's erasure."""

    citizen = models.OneToOneField(Citizen, models.CASCADE, primary_key=True, related_name="account")
    created_at = models.DateTimeField(default=clock.now)
    signed_in_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"account of {self.citizen_id}"


class AccountSession(models.Model):
    """One device on which an account is signed in. `token` is the SHA-256 of the secret in the browser's session.

    `device` is a family of browser and system in words, never the browser's whole name; `by` is how the person
    proved who they are ("email", "phone", or the key of an identity provider).
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="sessions")
    token = models.CharField(max_length=64, unique=True)
    by = models.CharField(max_length=20)
    device = models.CharField(max_length=60, blank=True)
    shared = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"session {self.pk} of {self.account_id}"


class OneTimeCode(models.Model):
    """Six digits that were asked for. What is typed is compared with `code`: HMAC-SHA-256, made by the task that sends.

    `asker` is the SHA-256 of a secret that only the browser that asked has; `network` and `digest` (of the contact
    point) are for counting. `sealed` holds the address until the code is used or over. For `purpose` and `subject` see
    `codes.Purpose`.
    """

    WAITING, SENDING, SENT, HELD, FAILED = "waiting", "sending", "sent", "held", "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=20)
    subject = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=10, choices=[("email", "email"), ("phone", "phone")])
    sealed = models.BinaryField(default=b"")
    digest = models.CharField(max_length=64, blank=True)
    network = models.CharField(max_length=64)
    asker = models.CharField(max_length=64)
    code = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, default=WAITING)
    reason = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, default="es")
    asked_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["digest", "asked_at"], name="code_digest_asked"),
            models.Index(fields=["network", "asked_at"], name="code_network_asked"),
            models.Index(fields=["asked_at"], name="code_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.kind}: {self.state}"


class Follow(models.Model):
    """A case that somebody follows without being its reporter. `told` is the public status they know of."""

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="follows")
    case = models.ForeignKey(Case, models.CASCADE, related_name="follows")
    told = models.CharField(max_length=20, blank=True)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["citizen", "case"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.citizen_id} follows case {self.case_id}"


class KeptDraft(models.Model):
    """A half-filled form that an account keeps at hand: the secret of its link, sealed under the person's own key.

    `digest` is the draft's key in the room `intake`, which lies above this one.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="drafts")
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    kept_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="kept_draft_once")]

    def __str__(self) -> str:
        return f"draft of {self.account_id}"

"""The citizen record: a person's key, contact points and consents. Personal data is sealed (AES-256-GCM)."""

import uuid

from django.db import models

from casetypes.kernel import clock


class Citizen(models.Model):
    """A person known to the city, perhaps only by one report. Erasing `wrapped_key` erases their answers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped_key = models.BinaryField(null=True)
    language = models.CharField(max_length=5, default="es")
    created_at = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.id)


class ContactPoint(models.Model):
    """An e-mail address or a phone: sealed for reading, digested for finding.

    `held_since`: before this moment the number was somebody else's, as its owner said (`recycled`).
    """

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=[("email", "email"), ("phone", "phone")])
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64, db_index=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    held_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["citizen", "kind", "digest"], name="contact_point_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.citizen_id}"


class Consent(models.Model):
    """What was agreed to, with the version of the privacy notice that was shown.

    Source: LGPDPPSO of 2025, Title Two, chapter I, principles of consent and information.
    """

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="consents")
    notice = models.CharField(max_length=80)
    version = models.CharField(max_length=40)
    channel = models.CharField(max_length=20)
    given_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.notice}@{self.version}"

"""Messages to citizens and staff: one row per message, whatever became of it."""

from django.db import models

from casetypes.cases.models import Case
from casetypes.citizens.models import ContactPoint
from casetypes.kernel import clock


class Message(models.Model):
    """`dedupe` makes sending idempotent: outbox entry + audience + channel. The body is not kept."""

    WAITING, SENT, SUPPRESSED, FAILED = "waiting", "sent", "suppressed", "failed"

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages", db_index=False)
    template = models.CharField(max_length=60)
    audience = models.CharField(max_length=60)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    contact_point = models.ForeignKey(ContactPoint, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, default=WAITING)
    reason = models.CharField(max_length=200, blank=True)
    dedupe = models.CharField(max_length=120, unique=True)
    reference = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "created_at"], name="message_case")]

    def __str__(self) -> str:
        return f"{self.template} by {self.channel}: {self.state}"

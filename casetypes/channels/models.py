"""The ledger of text messages: what was sent costs money, and the carrier says later whether it arrived."""

from django.db import models

from casetypes.kernel import clock


class TextMessage(models.Model):
    """One text handed to the carrier. Neither number nor words are kept. `parts` is what is billed; `reference` the
    carrier's; `state` its word for how far it got ("queued", "sent", "delivered", "undelivered", "failed" …), or ours:
    "unclear" while nobody knows whether the carrier took it. Until then `words` is a keyed digest of the text."""

    reference = models.CharField(max_length=64, unique=True)
    message_id = models.CharField(max_length=200, db_index=True)
    about = models.CharField(max_length=20, blank=True)
    parts = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20)
    words = models.CharField(max_length=64, blank=True)
    error = models.CharField(max_length=20, blank=True)
    sent_at = models.DateTimeField(default=clock.now, db_index=True)
    changed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.reference}: {self.state}"

"""The record of a quarterly report: what was asked, how far it is, and the frozen figures with their hash."""

from django.db import models

from casetypes.access.models import User
from casetypes.kernel import clock


class QuarterlyReport(models.Model):
    """`figures` are frozen: the file can be made again from them at any time, byte for byte the same numbers.

    `progress` is 0 to 100 and `step` says in English (a gettext msgid) what is being done.
    """

    QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"

    period = models.CharField(max_length=8)
    language = models.CharField(max_length=5, default="es")
    state = models.CharField(max_length=10, default=QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=60, blank=True)
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    figures = models.JSONField(default=dict)
    figures_sha256 = models.CharField(max_length=64, blank=True)
    file = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "language", "figures_sha256"],
                condition=models.Q(state="done"),
                name="report_done_once",
            )
        ]
        indexes = [models.Index(fields=["state", "-created_at"], name="report_state")]

    def __str__(self) -> str:
        return f"{self.period} {self.language}: {self.state}"

"""The record of a quarterly report: what was asked, how far it is, and the frozen figures with their hash."""

from django.contrib.postgres.fields import ArrayField
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


class Fact(models.Model):
    """What figures need to know of one case, worked out again from the case at any time (`reports.facts`).

    Durations are whole seconds, `month` is the first day of the month of receipt in the city's time,
    `hour_of_week` counts from Monday 0:00 (None: the time of day was never recorded). `next_due_at` is the next
    moment at which a deadline that still runs counts as missed.
    """

    case_id = models.BigIntegerField(primary_key=True)
    service = models.CharField(max_length=60)
    zone_id = models.BigIntegerField(null=True)
    cell = models.CharField(max_length=16)
    channel = models.CharField(max_length=20)
    demonstration = models.BooleanField()
    opened_at = models.DateTimeField()
    month = models.DateField()
    hour_of_week = models.PositiveSmallIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    final_kind = models.CharField(max_length=20)
    reopened = models.PositiveSmallIntegerField()
    first_response_seconds = models.BigIntegerField(null=True)
    first_response_working_seconds = models.BigIntegerField(null=True)
    resolution_seconds = models.BigIntegerField(null=True)
    resolution_working_seconds = models.BigIntegerField(null=True)
    out_of_service_seconds = models.BigIntegerField(null=True)
    sla_clocks = models.PositiveSmallIntegerField()
    sla_decided = models.PositiveSmallIntegerField()
    sla_met = models.PositiveSmallIntegerField()
    response_sla_decided = models.PositiveSmallIntegerField()
    response_sla_met = models.PositiveSmallIntegerField()
    next_due_at = models.DateTimeField(null=True)
    rating = models.FloatField(null=True)
    recurring = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["opened_at"], name="fact_opened"),
            models.Index(fields=["zone_id", "opened_at"], name="fact_zone_opened"),
            models.Index(fields=["service", "cell", "opened_at", "case_id"], name="fact_place"),
            models.Index(fields=["closed_at"], name="fact_closed"),
            models.Index(
                fields=["next_due_at"], condition=models.Q(next_due_at__isnull=False), name="fact_next_due"
            ),
        ]

    def __str__(self) -> str:
        return f"fact of case {self.case_id}"


class Touched(models.Model):
    """A case that was written since its fact was worked out; a database trigger adds the row."""

    case_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"case {self.case_id} was written"


class OpenDay(models.Model):
    """The shifts of a business calendar on one local date, in seconds since 1970, and the seconds open `before` it."""

    calendar = models.CharField(max_length=60)
    day = models.DateField()
    before = models.FloatField()
    opens = ArrayField(models.FloatField())
    closes = ArrayField(models.FloatField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="open_day_once")]

    def __str__(self) -> str:
        return f"{self.calendar} on {self.day}"


class FactState(models.Model):
    """One row: what all facts rest on, the publication for which that was looked at, and a number that rises
    whenever some facts change."""

    ONLY = 1

    stamp = models.CharField(max_length=32, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    revision = models.BigIntegerField(default=0)
    counted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"facts, revision {self.revision}"


class KeptFigures(models.Model):
    """The newest figures of a period, of the whole city or of one service or zone: counted once, shown often.

    `revision` is that of the facts and definitions they were counted from; `cost` is in seconds.
    """

    period = models.CharField(max_length=8)
    service = models.CharField(max_length=60, blank=True)
    zone = models.CharField(max_length=120, blank=True)
    figures = models.JSONField()
    sha256 = models.CharField(max_length=64)
    revision = models.CharField(max_length=80)
    counted_at = models.DateTimeField()
    cost = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "service", "zone"], name="kept_figures_once")
        ]

    def __str__(self) -> str:
        return f"figures of {self.period} {self.service}{self.zone}"

"""SLA clocks of cases and the ledger that explains every due date."""

from django.db import models

from casetypes.cases.models import Case, CaseEvent
from casetypes.kernel.clock import now


class SlaClock(models.Model):
    """One run of one clock. Re-opening starts a new run; the earlier one stays on record.

    `budget` is the span as written ("5 working days"), `due_at` is derived from budget, calendar and
    pauses; `marks` lists the thresholds ("75%") already carried out.
    """

    RUNNING, PAUSED, STOPPED = "running", "paused", "stopped"

    case = models.ForeignKey(Case, models.CASCADE, related_name="clocks", db_index=False)
    key = models.CharField(max_length=60)
    run = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, default=RUNNING)
    calendar = models.CharField(max_length=60)
    budget = models.CharField(max_length=40)
    fell_back = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    pauses = models.JSONField(default=list)
    stopped_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    next_mark_at = models.DateTimeField(null=True, blank=True)
    marks = models.JSONField(default=list)
    met = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key", "run"], name="clock_run_once")]
        indexes = [
            models.Index(
                fields=["next_mark_at"], condition=models.Q(state="running"), name="clock_next_mark"
            ),
            models.Index(fields=["key", "stopped_at"], name="clock_key_stopped"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of case {self.case_id}, run {self.run}"


class ClockEntry(models.Model):
    """One line of the ledger: started, paused, resumed, stopped, warned, recomputed; with its reason."""

    clock = models.ForeignKey(SlaClock, models.CASCADE, related_name="entries")
    event = models.ForeignKey(CaseEvent, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=now)
    kind = models.CharField(max_length=12)
    due_before = models.DateTimeField(null=True, blank=True)
    due_after = models.DateTimeField(null=True, blank=True)
    because = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"


class CalendarsFollowed(models.Model):
    """One row: the version of calendars.yaml that active clocks have followed."""

    ONLY = 1

    number = models.PositiveIntegerField()
    followed_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"calendars.yaml, version {self.number}"

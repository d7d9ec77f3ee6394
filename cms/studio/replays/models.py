"""What is kept of a replay: its sums, and the first cases in which something differs."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from casetypes.cases.models import Case
from casetypes.kernel import clock
from cms.studio.models import Draft


class ReplayRun(models.Model):
    """One draft's text over the cases since a moment. Of a draft the newest finished one stays.

    `sha256` is that of the text as it was: a draft that says something else now makes the run stale. `done` of
    `total` cases are judged; `summary` has the shape of `definitions replay --format json`.
    """

    QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
    UNDERWAY = (QUEUED, RUNNING)

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="replays")
    revision = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    days = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, default=QUEUED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    summary = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    heard_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft"],
                condition=models.Q(state__in=["queued", "running"]),
                name="replay_one_at_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.days} days"

    @property
    def underway(self) -> bool:
        return self.state in self.UNDERWAY

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0


class ReplayFinding(models.Model):
    """One case in which something differs, or that could not be judged. No answer is in it that is personal or that
    `access` keeps for some roles; who may see the case at all is asked when it is shown."""

    run = models.ForeignKey(ReplayRun, models.CASCADE, related_name="findings")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    kinds = ArrayField(models.CharField(max_length=12), default=list)
    differences = models.JSONField(default=list)
    stored = models.JSONField(default=list)
    lacking = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.case_id} in {self.run_id}"

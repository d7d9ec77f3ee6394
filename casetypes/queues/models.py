"""Assignment: who was given a case, by whom, when and why."""

from django.db import models

from casetypes.access.models import Crew, User
from casetypes.cases.models import Case
from casetypes.kernel import clock


class Assignment(models.Model):
    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments", db_index=False)
    crew = models.ForeignKey(Crew, models.PROTECT, null=True, blank=True, related_name="+")
    assignee = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    assigned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    assigned_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "assigned_at"], name="assignment_case")]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.crew_id or self.assignee_id}"


class SavedView(models.Model):
    """A named set of filters of one queue, kept by one person."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    desk = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "desk", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name

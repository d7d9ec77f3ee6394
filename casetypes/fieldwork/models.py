"""Work orders and the checklists that are filled for them."""

from django.db import models

from casetypes.access.models import Crew, User
from casetypes.cases.models import Case
from casetypes.kernel import clock


class WorkOrder(models.Model):
    """What a crew does for a case. Closes when its checklist is complete (or when the crew says done)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="work_orders")
    key = models.CharField(max_length=60)
    checklist = models.CharField(max_length=60, blank=True)
    crew = models.ForeignKey(Crew, models.PROTECT, null=True, blank=True, related_name="+")
    materials = models.JSONField(default=dict)
    opened_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["crew", "closed_at"], name="work_order_crew")]

    def __str__(self) -> str:
        return f"{self.key} of case {self.case_id}"


class ChecklistRecord(models.Model):
    """The answers to one checklist of a case; `round` grows when the case is re-opened."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="checklists", db_index=False)
    key = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField(default=1)
    answers = models.JSONField(default=dict)
    complete = models.BooleanField(default=False)
    filled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    filled_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key", "round"], name="checklist_once")]

    def __str__(self) -> str:
        return f"{self.key} of case {self.case_id}"

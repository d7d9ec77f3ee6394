"""The survey after closure: invitation by signed link, one answer."""

from django.db import models

from casetypes.cases.models import Case
from casetypes.kernel import clock


class Survey(models.Model):
    """One invitation. `round` counts closings of the case; `rating` is the first whole-number answer."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="surveys", db_index=False)
    key = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField(default=1)
    invited_at = models.DateTimeField(default=clock.now)
    closes_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key", "round"], name="survey_once")]

    def __str__(self) -> str:
        return f"{self.key} of case {self.case_id}"

"""What people said afterwards."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from reports.metrics.metric import Metric, Row, Unit
from reports.metrics.value import NO_ANSWERS, NO_CASES, Value, recorded, share

SOURCE = "surveys: rating"


def _satisfied(row: Row) -> Value:
    return _answered(share(row["satisfied"], row["rated"], row["survey_missing"]), row)


def _mean(row: Row) -> Value:
    return _answered(recorded(row["rating"], row["rated"], row["survey_missing"]), row)


def _answered(value: Value, row: Row) -> Value:
    """Cases that nobody rated are cases all the same: “no answers” is said of them, “no cases” where there are none."""
    return replace(value, reason=NO_ANSWERS) if value.reason == NO_CASES and row["surveyed"] else value


SATISFACTION = Metric(
    key="satisfaction",
    title=_("Satisfied"),
    unit=Unit.SHARE,
    method=_(
        "Of the cases of the period with an answered survey, the share rated 4 or 5 of 5; several answers of "
        "one case count as their mean. Only those who answered are counted."
    ),
    formula="cases with a mean rating of 4 or more / cases with a rating",
    source=SOURCE,
    columns={
        "surveyed": "count(*)",
        "rated": "count(rating)",
        "satisfied": "count(*) FILTER (WHERE rating >= 4)",
        "rating": "avg(rating)",
        "survey_missing": "count(*) FILTER (WHERE channel = 'legacy' AND rating IS NULL)",
    },
    value=_satisfied,
    rises=True,
    target="satisfaction",
)
RATING = Metric(
    key="rating",
    title=_("Mean rating"),
    unit=Unit.SCORE,
    method=_("The mean rating from 1 to 5 of the cases of the period with an answered survey."),
    formula="mean(rating)",
    source=SOURCE,
    columns={},
    value=_mean,
    rises=True,
)
METRICS = (SATISFACTION, RATING)

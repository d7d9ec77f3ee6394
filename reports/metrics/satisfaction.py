"""What people said afterwards."""

from django.utils.translation import gettext_lazy as _

from reports.metrics.metric import Metric, Row, Unit
from reports.metrics.value import Value, recorded, share

SOURCE = "surveys: rating"


def _satisfied(row: Row) -> Value:
    return share(row["satisfied"], row["rated"], row["survey_missing"])


def _mean(row: Row) -> Value:
    return recorded(row["rating"], row["rated"], row["survey_missing"])


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

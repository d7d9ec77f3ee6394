"""How long it takes until the problem is solved."""

from django.utils.translation import gettext_lazy as _

from reports.metrics.percentiles import Duration

METRICS = Duration(
    key="resolution",
    titles=(
        _("Resolution, median"),
        _("Resolution, nine in ten within"),
        _("Resolution in working hours, median"),
        _("Resolution in working hours, nine in ten within"),
    ),
    method=_(
        "Time from receipt to closing, of the cases of the period that are closed as done. Open cases are "
        "not counted, so the figure of a recent period still grows. Where an older system kept no closing "
        "date nothing is estimated: it is printed as not recorded."
    ),
    formula="closed_at − opened_at over cases closed as done",
    source="cases: opened_at, closed_at, final_kind",
    missing="final_kind = 'done' AND closed_at IS NULL",
).metrics()

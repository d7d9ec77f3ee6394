"""How long people wait for the first sign of work."""

from django.utils.translation import gettext_lazy as _

from reports.metrics.percentiles import Duration

METRICS = Duration(
    key="first_response",
    titles=(
        _("First response, median"),
        _("First response, nine in ten within"),
        _("First response in working hours, median"),
        _("First response in working hours, nine in ten within"),
    ),
    method=_(
        "Time from receipt to the first step a member of staff took on the case (schedule it, ask, refer, "
        "decline). The median is the case in the middle: half waited less. Cases without a first step yet "
        "are not counted; for cases imported from an older system it was not recorded."
    ),
    formula="first staff transition − opened_at",
    source="case events: first transition by staff; cases: opened_at",
    missing="channel = 'legacy' AND first_response_seconds IS NULL",
).metrics()

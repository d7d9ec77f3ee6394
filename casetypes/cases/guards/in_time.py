"""`within`: only so long after the case was closed."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casetypes.cases.attempt import Attempt
from casetypes.kernel import clock
from casetypes.kernel.business_time import Calendar, Span
from casetypes.kernel.registry import guards


@guards.register("in_time")
def check(attempt: Attempt) -> list[str]:
    closed_at = attempt.case.closed_at
    if not attempt.spec.within or closed_at is None:
        return []
    until = Calendar.always(settings.TIME_ZONE).add(closed_at, Span.parse(attempt.spec.within))
    if clock.now() <= until:
        return []
    day = date_format(timezone.localtime(until), "DATE_FORMAT")
    return [_("This was possible until %(day)s.") % {"day": day}]

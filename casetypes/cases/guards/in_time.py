"""`within`: only so long after the case was closed."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casetypes.cases.attempt import Attempt
from casetypes.kernel import clock
from casetypes.kernel.registry import guards


@guards.register("in_time")
def check(attempt: Attempt) -> list[str]:
    until = attempt.until
    if until is None or clock.now() <= until:
        return []
    day = date_format(timezone.localtime(until), "DATE_FORMAT")
    return [_("This was possible until %(day)s.") % {"day": day}]

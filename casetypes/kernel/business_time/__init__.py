"""Business time: spans, opening hours, and due moments along them.

Owns the meaning of "8 working hours" and "5 working days"; the rules and worked examples are in the
definition language, section Time. Knows nothing of clocks of a case: the room `sla` keeps those. Start at
`Calendar.due`.
"""

from casetypes.kernel.business_time.calendar import Calendar, Pause
from casetypes.kernel.business_time.hours import CalendarError, Closure, Shift, WeekHours
from casetypes.kernel.business_time.span import Span, SpanError, SpanKind

__all__ = [
    "Calendar",
    "CalendarError",
    "Closure",
    "Pause",
    "Shift",
    "Span",
    "SpanError",
    "SpanKind",
    "WeekHours",
]

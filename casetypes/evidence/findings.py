"""Whether a picture fits its case: taken near it, and at a time that makes sense. It informs; it refuses nothing.

Worked out when it is read, from what was kept of the picture, so that it never contradicts a corrected case.
"""

import math
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from casetypes.cases.models import Case
from casetypes.evidence.models import Attachment

NEAR_METRES = 500
OLD = timedelta(days=30)
SLACK = timedelta(minutes=10)  # cameras' clocks are never quite right
EARTH_METRES = 6_371_000

Finding = dict[str, Any]


def compare(attachment: Attachment, case: Case) -> list[Finding]:
    """One finding for the place, one for the time; `result` is "ok", "unknown" or what is odd."""
    return [_place(attachment, case), _time(attachment, case)]


def distance(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Metres along the earth between two points in degrees (haversine)."""
    a, b = math.radians(latitude), math.radians(other_latitude)
    half = math.sin((b - a) / 2) ** 2
    turn = math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_METRES * math.asin(math.sqrt(min(1.0, half + math.cos(a) * math.cos(b) * turn)))


def in_words(finding: Finding) -> str:
    """A finding as staff read it, in the active language."""
    texts = {
        ("place", "ok"): _("Taken %(metres)d m from the place of the case."),
        ("place", "far"): _("Taken %(metres)d m away from the place of the case."),
        ("place", "unknown"): _("The picture does not say where it was taken."),
        ("time", "ok"): _("The time of the picture fits the case."),
        ("time", "before_case"): _("The picture is older than the case."),
        ("time", "old"): _("The picture was taken more than 30 days before the report."),
        ("time", "future"): _("The picture claims to come from the future."),
        ("time", "unknown"): _("The picture does not say when it was taken."),
    }
    return texts[finding["check"], finding["result"]] % finding


def _place(attachment: Attachment, case: Case) -> Finding:
    if attachment.latitude is None or attachment.longitude is None:
        return {"check": "place", "result": "unknown"}
    if case.latitude is None or case.longitude is None:
        return {"check": "place", "result": "unknown"}
    metres = round(distance(attachment.latitude, attachment.longitude, case.latitude, case.longitude))
    return {"check": "place", "result": "ok" if metres <= NEAR_METRES else "far", "metres": metres}


def _time(attachment: Attachment, case: Case) -> Finding:
    taken = attachment.taken_at
    if taken is None:
        return {"check": "time", "result": "unknown"}
    if taken > attachment.created_at + SLACK:
        return {"check": "time", "result": "future"}
    if attachment.kind and taken < case.opened_at - SLACK:
        return {"check": "time", "result": "before_case"}
    return {"check": "time", "result": "old" if taken < case.opened_at - OLD else "ok"}

"""Copies of files of confidential reports that lie in the public folder all the same leave it.

Those of releases that put a draft's copies there until it was sent, and those of a service that was made confidential
later. A new one is never there.
"""

from django.db.models import Q

from casetypes.definitions import selectors as definitions
from casetypes.evidence import services as evidence
from casetypes.evidence.models import Attachment
from casetypes.evidence.storage import KEPT
from casetypes.intake.models import Draft


def keep_back(limit: int = 500) -> int:
    """Returns how many files it moved. Idempotent; one that cannot be moved now raises Unavailable and stays."""
    services = list(definitions.confidential_services())
    if not services:
        return 0
    drafts = Draft.objects.filter(version__case_type__in=services).values("digest")
    theirs = Q(case__case_type__in=services) | Q(case=None, draft__in=drafts)
    rows = Attachment.objects.filter(theirs).exclude(public="").exclude(public__startswith=KEPT)
    found = list(rows.order_by("created_at")[:limit])
    evidence.keep_back(found)
    return len(found)

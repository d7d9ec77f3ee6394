"""Reading evidence. Every function takes the case (which its caller was allowed to see) or the actor."""

from collections.abc import Iterable

from django.db.models import Count

from casetypes.cases.models import Case
from casetypes.evidence.models import Attachment


def counts(case: Case) -> dict[str, int]:
    """How many files of each evidence kind a case has; kinds without any are absent. One query."""
    rows = Attachment.objects.filter(case=case).exclude(kind="").values_list("kind").annotate(Count("id"))
    return dict(rows.order_by())


def attachments(case: Case, *, fields: Iterable[str] | None = None) -> list[Attachment]:
    """The case's files, oldest first; only those of these fields when given. One query."""
    found = Attachment.objects.filter(case=case).order_by("created_at", "id")
    return list(found if fields is None else found.filter(field__in=list(fields)))


def of_draft(draft: str) -> list[Attachment]:
    """Files of a draft that no case has adopted, oldest first. One query."""
    if not draft:
        return []
    return list(Attachment.objects.filter(draft=draft, case=None).order_by("created_at", "id"))

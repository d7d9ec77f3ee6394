"""Reading evidence. Every function takes the case (which its caller was allowed to see) or the actor."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Count

from casetypes.cases.models import Case
from casetypes.evidence.models import Attachment


def counts(case: Case) -> dict[str, int]:
    """How many files of each evidence kind a case has since it was last opened. One query."""
    rows = (
        Attachment.objects.filter(case=case, round=case.reopened + 1)
        .exclude(kind="")
        .values_list("kind")
        .annotate(Count("id"))
    )
    return dict(rows.order_by())


def attachments(case: Case, *, fields: Iterable[str] | None = None) -> list[Attachment]:
    """The case's files, oldest first; only those of these fields when given. One query."""
    found = Attachment.objects.filter(case=case).order_by("created_at", "id")
    return list(found if fields is None else found.filter(field__in=list(fields)))


def of_case(case: Case, identifier: UUID | str) -> Attachment | None:
    """One file of a case by its id; None when it is another case's or nobody's. One query."""
    found = Attachment.objects.filter(case=case, pk=identifier).first()
    if found is not None:
        found.case = case
    return found


def of_drafts(drafts: Collection[str]) -> list[Attachment]:
    """Files of drafts that no case has adopted, oldest first. One query."""
    keys = [key for key in drafts if key]
    return list(Attachment.objects.filter(draft__in=keys, case=None).order_by("created_at", "id"))


def of_draft(draft: str) -> list[Attachment]:
    """Files of one draft that no case has adopted, oldest first. One query."""
    return of_drafts([draft])

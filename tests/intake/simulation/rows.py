"""Every row of every simulated case as plain values, without ids, folios and keys: what two runs must share."""

import json
from typing import Any

from django.db import models

from casetypes.audit.models import AuditLeaf
from casetypes.cases.models import Case, CaseDesk, CaseEvent, CaseLink, OutboxEntry, PersonalAnswers
from casetypes.citizens.models import Citizen, Consent, ContactPoint
from casetypes.evidence.models import Attachment, CustodyEntry
from casetypes.fieldwork.models import ChecklistRecord, WorkOrder
from casetypes.notifications.models import Message
from casetypes.queues.models import Assignment
from casetypes.sla.models import ClockEntry, SlaClock
from casetypes.surveys.models import Survey

OWNED: tuple[tuple[type[models.Model], str], ...] = (
    (Case, "pk"), (CaseEvent, "case"), (OutboxEntry, "case"), (PersonalAnswers, "case"), (CaseDesk, "case"),
    (CaseLink, "case"), (SlaClock, "case"), (ClockEntry, "clock__case"), (Assignment, "case"), (WorkOrder, "case"),
    (ChecklistRecord, "case"), (Survey, "case"), (Message, "case"), (Attachment, "case"),
    (CustodyEntry, "attachment__case"), (Citizen, "cases"), (Consent, "citizen__cases"),
    (ContactPoint, "citizen__cases"),
)  # fmt: skip
NUMBERED = (CaseEvent, SlaClock, OutboxEntry)
NAMES_OF_FILES = {"original", "public", "sealed_as"}  # each run stores its own album


def of_all_cases() -> list[dict[str, Any]]:
    """One entry per case, in the order in which they were told."""
    return [_of_case(case) for case in Case.objects.order_by("id")]


def _of_case(case: Case) -> dict[str, Any]:
    told: dict[str, Any] = {}
    places: dict[tuple[type[models.Model], Any], int] = {}
    for model, path in OWNED:
        order = "created_at" if model is Attachment else "pk"
        rows = list(model._default_manager.filter(**{path: case.pk}).order_by(order, "pk"))
        if model in NUMBERED:
            places |= {(model, row.pk): place for place, row in enumerate(rows)}
        told[model.__name__] = [_plain(row, case, places) for row in rows]
    subjects = [
        f"case:{case.folio}",
        *(f"attachment:{each.pk}" for each in Attachment.objects.filter(case=case)),
    ]
    leaves = AuditLeaf.objects.filter(subject__in=subjects).order_by("recorded_at", "id")
    told["AuditLeaf"] = [
        (leaf.recorded_at, leaf.actor, leaf.action, leaf.content.replace(case.folio, "FOLIO"))
        for leaf in leaves
    ]
    return told


def _plain(
    row: models.Model, case: Case, places: dict[tuple[type[models.Model], Any], int]
) -> dict[str, Any]:
    return {field.attname: _value(row, field, case, places) for field in row._meta.concrete_fields}


def _value(
    row: models.Model, field: Any, case: Case, places: dict[tuple[type[models.Model], Any], int]
) -> Any:
    value = getattr(row, field.attname)
    to = (
        field.related_model
        if isinstance(field, models.ForeignKey)
        else type(row)
        if field.primary_key
        else None
    )
    if to in NUMBERED:
        return places.get((to, value))
    if to in {Case, Citizen} or (field.primary_key and to is not Attachment):
        return value is not None
    if field.attname in NAMES_OF_FILES:
        return bool(value)
    if isinstance(field, models.BinaryField):
        return value and len(bytes(value))
    if field.attname == "dedupe":
        entry, _colon, rest = value.partition(":")
        return places[OutboxEntry, int(entry)], rest
    text = json.dumps(value, default=str) if isinstance(value, dict | list) else value
    return _without_folio(text, case) if isinstance(text, str) else text


def _without_folio(text: str, case: Case) -> str:
    return text.replace(case.folio, "FOLIO").replace(case.folio.lower(), "folio")

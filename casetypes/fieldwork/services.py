"""Filling checklists and closing the work orders that wait for them."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.cases import engine
from casetypes.cases.models import Case
from casetypes.cases.roles import acting_post
from casetypes.definitions import selectors
from casetypes.definitions.schema.service import Checklist
from casetypes.fieldwork.models import ChecklistRecord, WorkOrder
from casetypes.forms.answers import clean_values
from casetypes.forms.builder import type_of
from casetypes.kernel import clock
from casetypes.kernel.errors import NotFound, Refused


def fill_checklist(folio: str, key: str, *, actor: Actor, answers: Mapping[str, object]) -> ChecklistRecord:
    """Save what was filled so far; complete when every required item is answered as it must be.

    `answers` are JSON-shaped; photos are lists of attachment ids already received for this case. Items left
    out keep their earlier answer. Raises NotFound, NotAllowed, Refused (not in this state) and Invalid.
    """
    with transaction.atomic():
        case = engine.lock(folio)
        spec = _checklist(case, key)
        policies.require(actor, "case.fieldwork", case)
        if any(answers.get(item) and type_of(field).takes_files for item, field in spec.items.items()):
            policies.require(actor, "case.attach_evidence", case)
        if case.state not in spec.open_in:
            raise Refused(reasons=[_("This checklist is not open now.")])
        record = _save(case, key, spec, actor, answers)
        what = engine.Occurrence(
            "checklist", key, role=role_of(actor, case), data={"complete": record.complete}
        )
        engine.occur(case, what, actor=actor)
    return record


def role_of(actor: Actor, case: Case) -> str:
    """The role in which somebody does field work on a case."""
    post = acting_post(actor, case, "fill_checklist")
    return post.role if post else actor.kind


def _checklist(case: Case, key: str) -> Checklist:
    checklists = selectors.compiled(case.version_id).spec.checklists
    if key not in checklists:
        raise NotFound(_("This service has no such checklist."))
    return checklists[key]


def _save(
    case: Case, key: str, spec: Checklist, actor: Actor, answers: Mapping[str, object]
) -> ChecklistRecord:
    optional = {
        item: field.model_copy(update={"required": False, "must_be": None})
        for item, field in spec.items.items()
    }
    values = clean_values(optional, answers, language=get_language() or "es")
    record, _new = ChecklistRecord.objects.get_or_create(case=case, key=key, round=case.reopened + 1)
    record.answers = {**record.answers, **values}
    record.complete = not missing(spec, record.answers)
    record.filled_by_id, record.filled_at = actor.user_id, clock.now()
    record.save()
    if record.complete:
        open_orders = WorkOrder.objects.filter(case=case, checklist=key, closed_at=None)
        open_orders.update(closed_at=clock.now())
    return record


def missing(spec: Checklist, answers: Mapping[str, object]) -> list[str]:
    """Keys of items that still keep the checklist open: required and empty, or not as they must be."""
    return [
        key
        for key, field in spec.items.items()
        if (field.required and answers.get(key) in (None, "", [], {}))
        or (field.must_be is not None and answers.get(key) is not field.must_be)
    ]


def close_without_checklist(folio: str, order_id: int, *, actor: Actor) -> WorkOrder:
    """The crew says a work order without a checklist is done."""
    with transaction.atomic():
        case = engine.lock(folio)
        policies.require(actor, "case.fieldwork", case)
        order = WorkOrder.objects.filter(case=case, pk=order_id, checklist="", closed_at=None).first()
        if order is None:
            raise NotFound(_("This case has no such open work order."))
        order.closed_at = clock.now()
        order.save(update_fields=["closed_at"])
        engine.occur(case, engine.Occurrence("work_order", order.key, role=role_of(actor, case)), actor=actor)
    return order

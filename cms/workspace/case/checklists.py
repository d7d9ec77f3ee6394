"""A checklist as a phone page: one column, thumb-sized, camera straight from the field.

Saving is always possible, half filled too. When something is wrong (a photo too large, a file that is no
photo) everything else of the same screen is kept.
"""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.cases.migration.reading import versions_of
from casetypes.cases.models import Case
from casetypes.definitions import selectors as definitions
from casetypes.definitions.schema.service import Checklist
from casetypes.fieldwork import services as fieldwork
from casetypes.fieldwork.models import ChecklistRecord
from casetypes.forms.builder import AnswersForm, build_form, type_of
from casetypes.forms.files import FileOptions
from casetypes.kernel.errors import DomainError, Invalid
from casetypes.kernel.text import pick
from cms.workspace.case.facts import progress
from cms.workspace.case.page import back, case_for, opens_queue
from cms.workspace.case.pictures import Picture, by_field, pictures_of
from cms.workspace.case.uploads import receive_each, show_errors
from cms.workspace.crumbs import case_crumbs, here
from cms.workspace.people import actor_of


@require_http_methods(["GET", "POST"])
def checklist(request: HttpRequest, folio: str, key: str) -> HttpResponse:
    """GET shows what is filled so far, POST keeps what was filled now."""
    actor = actor_of(request)
    case = case_for(actor, folio)
    if request.method == "POST":
        policies.require(actor, "case.fieldwork", case)
    record = _record(case, key)
    spec = _spec(case, key, record)
    if spec is None or (request.method == "POST" and not _is_current(case, key)):
        raise Http404(_("This service has no such checklist."))
    if request.method == "GET":
        return _render(request, case, key, _form(spec, _answers(record)))
    return _keep(request, case, key, _form(spec, _answers(record), request))


def _is_current(case: Case, key: str) -> bool:
    return key in definitions.compiled(case.version_id).spec.checklists


def _spec(case: Case, key: str, record: ChecklistRecord | None) -> Checklist | None:
    """Of the case's version; of the one under which it was filled when that is gone from the later one."""
    if _is_current(case, key) or record is None:
        return definitions.compiled(case.version_id).spec.checklists.get(key)
    return versions_of(case)(record.filled_at).spec.checklists.get(key)


def _keep(request: HttpRequest, case: Case, key: str, form: AnswersForm) -> HttpResponse:
    actor, spec = actor_of(request), definitions.compiled(case.version_id).spec.checklists[key]
    form.is_valid()
    try:
        policies.require(actor, "case.fieldwork", case)
        if form.uploads():
            policies.require(actor, "case.attach_evidence", case)
        _require_open(case, spec)
        received, refused = receive_each(form, case, actor)
        saved = fieldwork.fill_checklist(case.folio, key, actor=actor, answers={**form.answers(), **received})
    except Invalid as invalid:
        show_errors(form, invalid)
        return _render(request, case, key, form, status=422)
    except DomainError as conflict:
        messages.error(request, conflict.message)
        return back(case.folio)
    show_errors(form, Invalid(fields=refused))
    if form.errors:
        return _render(request, case, key, form, status=422)
    _say(request, spec, saved)
    return back(case.folio)


def _require_open(case: Case, spec: Checklist) -> None:
    """Before any file is taken in: nothing may be added to a checklist that is closed."""
    if case.state not in spec.open_in:
        raise DomainError(_("This checklist is not open now."), status=409)


def _say(request: HttpRequest, spec: Checklist, saved: ChecklistRecord) -> None:
    if saved.complete:
        messages.success(request, _("The checklist is complete."))
        return
    messages.warning(
        request, _("Saved. Still missing: %(labels)s.") % {"labels": ", ".join(_missing(spec, saved.answers))}
    )


def _missing(spec: Checklist, answers: Mapping[str, object]) -> list[str]:
    language = get_language() or "es"
    return [pick(spec.items[key].label, language) for key in fieldwork.missing(spec, answers)]


def _record(case: Case, key: str) -> ChecklistRecord | None:
    return ChecklistRecord.objects.filter(case=case, key=key, round=case.reopened + 1).first()


def _answers(record: ChecklistRecord | None) -> Mapping[str, object]:
    return record.answers if record else {}


def _form(spec: Checklist, answers: Mapping[str, object], request: HttpRequest | None = None) -> AnswersForm:
    """Nothing is required while saving: a crew may stop half way."""
    items = {
        key: field.model_copy(update={"required": False, "must_be": None})
        for key, field in spec.items.items()
    }
    return build_form(
        items, language=get_language() or "es", data=request.POST if request else None,
        files=request.FILES if request else None, initial=_room_for_new(spec, answers, request),
    )  # fmt: skip


def _room_for_new(
    spec: Checklist, answers: Mapping[str, object], request: HttpRequest | None
) -> dict[str, object]:
    """A photo taken again takes the place of the oldest one in the answers; the file itself stays on record."""
    kept = dict(answers)
    for key, field in spec.items.items():
        if request is None or not isinstance(field, FileOptions):
            continue
        room = max(0, field.rules.many - len(request.FILES.getlist(key)))
        ids = answers.get(key)
        kept[key] = ids[-room:] if isinstance(ids, list) and room else []
    return kept


def _render(
    request: HttpRequest, case: Case, key: str, form: AnswersForm, *, status: int = 200
) -> HttpResponse:
    actor, compiled = actor_of(request), definitions.compiled(case.version_id)
    if request.method == "POST":
        policies.require(actor, "case.fieldwork", case)
    record = _record(case, key)
    spec = _spec(case, key, record) or compiled.spec.checklists[key]
    answers = _answers(record)
    done, total = progress(spec, answers)
    title = pick(spec.title, get_language() or "es") or _("Checklist")
    context = {
        "case": case, "form": form, "title": title, "done": done, "total": total,
        "percent": round(100 * done / total) if total else 100, "missing": _missing(spec, answers),
        "service": pick(compiled.spec.title, get_language() or "es"),
        "pictures": _pictures(case, spec, answers, actor),
        "open": _is_current(case, key) and case.state in spec.open_in,
        "may_fill": bool(policies.may(actor, "case.fieldwork", case)), "wrong": bool(form.errors),
        "header_title": f"{title} · {case.folio}",
        "breadcrumbs_items": case_crumbs(case, here(title), opens_queue=opens_queue(actor, case)),
    }  # fmt: skip
    return render(request, "workspace/checklist.html", context, status=status)


def _pictures(
    case: Case, spec: Checklist, answers: Mapping[str, object], actor: Actor
) -> dict[str, list[Picture]]:
    fields = [key for key, field in spec.items.items() if type_of(field).takes_files]
    named = [(key, str(each)) for key in fields for each in _ids(answers.get(key))]
    compiled = definitions.compiled(case.version_id)
    return by_field(pictures_of(case, compiled, actor), named) if named else {}


def _ids(value: object) -> list[object]:
    return value if isinstance(value, list) else []

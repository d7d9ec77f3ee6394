"""A checklist as a phone page: one column, thumb-sized, camera straight from the field."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casetypes.cases.models import Case
from casetypes.definitions import selectors as definitions
from casetypes.definitions.schema.service import Checklist
from casetypes.fieldwork import services as fieldwork
from casetypes.fieldwork.models import ChecklistRecord
from casetypes.forms.builder import AnswersForm, build_form
from casetypes.kernel.errors import DomainError, Invalid
from casetypes.kernel.text import pick
from cms.workspace.case.page import back, breadcrumbs, case_for
from cms.workspace.case.uploads import receive_uploads, show_errors
from cms.workspace.people import actor_of


@require_http_methods(["GET", "POST"])
def checklist(request: HttpRequest, folio: str, key: str) -> HttpResponse:
    """Saving is always possible, half filled too; it says what is still missing."""
    actor = actor_of(request)
    case = case_for(actor, folio)
    spec = definitions.compiled(case.version_id).spec.checklists.get(key)
    if spec is None:
        raise Http404(_("This service has no such checklist."))
    record = ChecklistRecord.objects.filter(case=case, key=key, round=case.reopened + 1).first()
    if request.method == "GET":
        return _render(request, case, spec, _form(spec, record))
    form = _form(spec, record, request)
    if not form.is_valid():
        return _render(request, case, spec, form, status=422)
    try:
        answers = {**form.answers(), **receive_uploads(form, case, actor)}
        saved = fieldwork.fill_checklist(folio, key, actor=actor, answers=answers)
    except Invalid as invalid:
        show_errors(form, invalid)
        return _render(request, case, spec, form, status=422)
    except DomainError as refused:
        messages.error(request, refused.message)
        return back(folio)
    _say(request, spec, saved)
    return back(folio)


def _say(request: HttpRequest, spec: Checklist, saved: ChecklistRecord) -> None:
    if saved.complete:
        messages.success(request, _("The checklist is complete."))
        return
    language = get_language() or "es"
    labels = [pick(spec.items[key].label, language) for key in fieldwork.missing(spec, saved.answers)]
    messages.warning(request, _("Saved. Still missing: %(labels)s.") % {"labels": ", ".join(labels)})


def _form(spec: Checklist, record: ChecklistRecord | None, request: HttpRequest | None = None) -> AnswersForm:
    """Nothing is required while saving: a crew may stop half way."""
    items = {key: field.model_copy(update={"required": False, "must_be": None}) for key, field in spec.items.items()}
    return build_form(
        items, language=get_language() or "es", data=request.POST if request else None,
        files=request.FILES if request else None, initial=record.answers if record else None,
    )  # fmt: skip


def _render(
    request: HttpRequest, case: Case, spec: Checklist, form: AnswersForm, *, status: int = 200
) -> HttpResponse:
    title = pick(spec.title, get_language() or "es") or _("Checklist")
    required = [key for key, field in spec.items.items() if field.required or field.must_be is not None]
    context = {
        "case": case, "form": form, "title": title, "required": required,
        "open": case.state in spec.open_in, "header_title": f"{title} · {case.folio}",
        "breadcrumbs_items": breadcrumbs(case, "", {"url": "", "label": title}),
    }  # fmt: skip
    return render(request, "workspace/checklist.html", context, status=status)

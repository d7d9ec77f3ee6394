"""Correcting the answers of a case: its own form again, with the questions that this person may correct, and a reason.

What was not touched is not sent on: the page notes a mark of each answer that it showed, so that a form that was open
while somebody else corrected another answer takes nothing back.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.cases.corrections.offering import Offered, offered
from casetypes.cases.corrections.services import KIND, LONGEST, Correction, correct
from casetypes.cases.models import Case, CaseEvent
from casetypes.cases.personal_data import personal, reading_purposes
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.builder import AnswersForm, build_form, type_of
from casetypes.kernel.errors import DomainError, Invalid, StaleRevision
from casetypes.kernel.hashing import canonical_json
from casetypes.kernel.text import pick
from cms.workspace.case.corrected import consequences
from cms.workspace.case.correction_form import Mixed, mixed
from cms.workspace.case.page import Conflict, back, case_for, opens_queue, render_case
from cms.workspace.case.personal import Asked, purpose_sent, refused
from cms.workspace.case.timeline import since
from cms.workspace.crumbs import case_crumbs, here
from cms.workspace.people import actor_of


@dataclass(frozen=True)
class Filled:
    """What was sent: the form over the questions that the page had shown, those that were touched, and the reason."""

    form: AnswersForm
    touched: frozenset[str]
    reason: str

    @property
    def given(self) -> dict[str, object]:
        """Cleaned; None where an answer was taken away."""
        answers = self.form.answers()
        return {key: answers.get(key) for key in self.form.specs if key in self.touched}

    @property
    def wrong(self) -> bool:
        return any(key in self.touched for key in self.form.errors)


@require_http_methods(["GET", "POST"])
def correct_answers(request: HttpRequest, folio: str) -> HttpResponse:
    actor = actor_of(request)
    case = case_for(actor, folio)
    if request.method == "POST" and _done_by_the_first_click(request, case, actor):
        return back(folio, "history")
    if not _is_stale(request, case):
        policies.require(actor, "case.correct", case)
    found = offered(case, actor)
    if request.method == "GET":
        return _show(request, case, found)
    return _take(request, case, found)


def _take(request: HttpRequest, case: Case, found: Offered) -> HttpResponse:
    actor, filled = actor_of(request), _filled(request, found)
    if "correction-open" in request.POST:
        return _open(request, case, filled)
    if filled.wrong:
        return _show(request, case, found, filled, status=422)
    wider = offered(case, actor, filled.given)
    if wider.fields.keys() - filled.form.specs.keys():
        messages.info(request, _("These answers lead to more questions. Please fill them in too."))
        return _show(request, case, wider, filled)
    try:
        done = correct(
            case.folio, Correction(filled.given, filled.reason), actor=actor,
            expected_revision=_seen_revision(request),
        )  # fmt: skip
    except StaleRevision as stale:
        return _conflict(request, actor, case.folio, filled, stale.message)
    except Invalid as invalid:
        return _show(request, case, wider, filled, status=422, invalid=invalid)
    except DomainError as refusal:
        return _show(request, case, wider, filled, status=refusal.status, invalid=Invalid(refusal.message))
    for sentence in consequences(done):
        messages.success(request, sentence)
    return back(case.folio, "history")


def _open(request: HttpRequest, case: Case, filled: Filled) -> HttpResponse:
    """State the purpose from within the form: what was typed stays."""
    actor = actor_of(request)
    try:
        personal.open_for(case, actor, reading_purposes.stated(*purpose_sent(request)))
    except Invalid as invalid:
        return _show(request, case, offered(case, actor), filled, status=422, asked=refused(request, invalid))
    return _show(request, case, offered(case, actor), filled)


def _conflict(request: HttpRequest, actor: Actor, folio: str, filled: Filled, message: str) -> HttpResponse:
    """Somebody wrote first. The form again, over the case as it is now; what this person had changed is kept in it."""
    case, seen = case_for(actor, folio), _seen_revision(request)
    if _done_by_the_first_click(request, case, actor):
        return back(folio, "history")
    happened = since(case, seen) if seen is not None else ()
    if not policies.may(actor, "case.correct", case):
        written = [str(value) for value in filled.given.values() if value is not None]
        conflict = Conflict(message, happened, tuple(filter(None, [*written, filled.reason])))
        return render_case(request, case, status=409, conflict=conflict)
    conflict = Conflict(message, happened)
    return _show(request, case, offered(case, actor), filled, status=409, conflict=conflict)


def _filled(request: HttpRequest, found: Offered) -> Filled:
    """Bound over what the page had shown and this person's role corrects, also when a reading has ended meanwhile; what
    was sent is shown again, never written, when the case was closed since."""
    shown = request.POST.get("correction-shown", "").split()
    fields = {
        key: spec
        for key, spec in found.compiled.fields.items()
        if key in shown and key in (found.pen.by_role or found.compiled.correctable)
    }
    form = build_form(
        fields, language=get_language() or "es", data=request.POST,
        initial={key: found.answers[key] for key in fields if key in found.answers},
    )  # fmt: skip
    form.is_valid()
    marks, answers = _marks(request), form.answers()
    touched = frozenset(
        key
        for key in form.fields
        if (form[key]._has_changed() if key in form.errors else marks.get(key) != mark(key, answers.get(key)))  # type: ignore[attr-defined]
    )
    return Filled(form, touched, request.POST.get("correction-why", "").strip())


def _marks(request: HttpRequest) -> Mapping[str, object]:
    try:
        found = json.loads(request.POST.get("correction-seen", ""))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def mark(key: str, value: object) -> str:
    """Equal for equal answers to a question; tells nothing of them."""
    text = f"{key}:{canonical_json(value).decode()}"
    return salted_hmac("cms.workspace.corrections", text, algorithm="sha256").hexdigest()[:20]


def _normal(spec: FieldOptions, value: object) -> object:
    """The answer as the form would send it back untouched."""
    try:
        return type_of(spec).clean_json(value, spec, get_language() or "es")
    except Exception:  # noqa: BLE001  (what an old rule took in and a new one would not; it is compared as it is)
        return value


def _is_stale(request: HttpRequest, case: Case) -> bool:
    seen = _seen_revision(request)
    return seen is not None and seen < case.revision


def _done_by_the_first_click(request: HttpRequest, case: Case, actor: Actor) -> bool:
    seen = _seen_revision(request)
    if seen is None or seen >= case.revision:
        return False
    mine = CaseEvent.objects.filter(case=case, revision=seen + 1, kind=KIND, user_id=actor.person_id).first()
    return mine is not None and mine.data.get("because") == " ".join(
        request.POST.get("correction-why", "").split()
    )


def _seen_revision(request: HttpRequest) -> int | None:
    text = request.POST.get("correction-revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else None


def _show(  # noqa: PLR0913  (all by name but what the page is about)
    request: HttpRequest,
    case: Case,
    found: Offered,
    filled: Filled | None = None,
    *,
    status: int = 200,
    invalid: Invalid | None = None,
    conflict: Conflict | None = None,
    asked: Asked | None = None,
) -> HttpResponse:
    """It may show personal data: kept in no cache."""
    title, complaints = _("Correct what was reported"), invalid.fields if invalid else {}
    form = mixed(found, filled.form if filled else None, filled.touched if filled else (), complaints)
    revision = request.POST.get("correction-revision") if filled and not conflict else None
    context: dict[str, Any] = {
        "case": case, "form": form, "shown": " ".join(form.specs), "seen": _seen(form, found),
        "above": _above(form, invalid) if invalid else [], "why": filled.reason if filled else "",
        "why_errors": complaints.get("reason", []), "longest": LONGEST,
        "purposes": reading_purposes.purposes() if form.masked else [], "asked": asked,
        "conflict": conflict, "revision": revision or case.revision, "title": title,
        "header_title": f"{title} · {case.folio}",
        "breadcrumbs_items": case_crumbs(case, here(title), opens_queue=opens_queue(actor_of(request), case)),
    }  # fmt: skip
    response = render(request, "workspace/correct.html", context, status=status)
    add_never_cache_headers(response)
    return response


def _seen(form: Mixed, found: Offered) -> str:
    """Marks of the answers as they are now, also of those that this person has changed in the form."""
    known = {key: _normal(spec, found.answers.get(key)) for key, spec in form.specs.items()}
    return json.dumps({key: mark(key, value) for key, value in known.items()})


def _above(form: Mixed, invalid: Invalid) -> list[str]:
    """What is wrong and stands beside no question of the page."""
    beside = form.typed.fields if form.typed is not None else {}
    labels = {key: spec for key, spec in form.specs.items() if key not in beside}
    texts = [
        f"{pick(labels[key].label, get_language() or 'es') or key}: {text}" if key in labels else text
        for key, found in invalid.fields.items()
        if key not in beside and key != "reason"
        for text in found
    ]
    told = form.wrong or "reason" in invalid.fields
    return texts or ([] if told else [invalid.message])

"""The editor of one draft: check, save, send for review. Without JavaScript each is a button that posts."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.access.policies import may
from casetypes.definitions.checking import file_of, live_city
from casetypes.definitions.differences.comparison import Comparison
from casetypes.definitions.loader import load_text
from casetypes.definitions.services import DefinitionRefused
from casetypes.kernel.errors import DomainError, Invalid, StaleRevision
from cms.studio import proven, selectors, services, texts
from cms.studio.differences import Line, side_by_side
from cms.studio.models import Draft
from cms.studio.pages.editor_words import search_words
from cms.studio.pages.frame import language, service_crumbs, studio_page, trail
from cms.studio.pages.review import DECISIONS, compared, review
from cms.studio.pages.service import as_file
from cms.studio.shown import check
from cms.studio.upgrades import upgrades_of, with_newer

SHOWN_REVISIONS = 30
SEND, DESPITE = "send", "send-despite:"  # and the hash of the text whose failing scenarios were seen
UPGRADE = "upgrade:"  # and the pin that the text is to name, such as "ubicacion@2"


@dataclass(frozen=True)
class Clash:
    """Somebody saved first: their text, and what it has otherwise than the one in the editor."""

    name: str
    draft: Draft
    rows: list[Line]


@dataclass(frozen=True)
class Answer:
    """What the page says to what was posted; `text` stands in the editor, whether it was kept or not."""

    text: str
    status: int = 200
    refusal: str = ""
    clash: bool = False


@studio_page
def draft(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The editor for who may write it now; for everybody else, and under review, the page to read it."""
    found = selectors.get(pk)
    if request.method == "POST" and request.POST.get("do") not in DECISIONS:
        policies.require(actor, "definition.write", found.department)
    writes = found.state == Draft.EDITING and may(actor, "definition.write", found.department)
    if not writes or request.POST.get("do") in DECISIONS:
        return review(request, actor, found)
    if request.method != "POST":
        return _page(request, actor, found, Answer(found.text))
    return _act(request, actor, found)


def _act(request: HttpRequest, actor: Actor, found: Draft) -> HttpResponse:
    text, wish = request.POST.get("text", ""), request.POST.get("do", "check")
    try:
        plain = texts.received(text)
        if wish == "check":
            return _page(request, actor, found, Answer(plain))
        if wish.startswith(UPGRADE):
            return _page(
                request, actor, found, Answer(with_newer(plain, found.key, wish.removeprefix(UPGRADE)))
            )
        saved = services.save(found.pk, plain, expected_revision=_seen(request), actor=actor)
        if wish == SEND or wish.startswith(DESPITE):
            services.send(
                saved.pk, expected_revision=saved.revision, note=request.POST.get("note", ""), actor=actor,
                despite_failures_of=wish.removeprefix(DESPITE),
            )  # fmt: skip
            messages.success(request, _("Sent. A second person will read it; until then nobody changes it."))
        else:
            messages.success(request, _("Saved as revision %(number)s.") % {"number": saved.revision})
    except StaleRevision as error:
        answer = Answer(plain, error.status, clash=True)
    except DefinitionRefused as error:
        message = _("It is saved, and cannot be sent yet: mend the errors first.")
        answer = Answer(plain, error.status, message)
    except DomainError as error:
        kept = text if isinstance(error, Invalid) else plain
        answer = Answer(kept, error.status, error.message)
    else:
        return redirect("studio_draft", found.pk)
    return _page(request, actor, selectors.get(found.pk), answer)


def _seen(request: HttpRequest) -> int:
    number = request.POST.get("revision", "")
    return int(number) if number.isdecimal() and len(number) < 10 else 0


def _page(request: HttpRequest, actor: Actor, found: Draft, answer: Answer) -> HttpResponse:
    text = answer.text
    outdated = selectors.outdated(found)
    title = _("Draft of %(key)s") % {"key": selectors.name_of(found)}
    comparison = _changes(found) if answer.text == found.text else None
    checked = check(text, found.key, language())
    context = {
        "draft": found, "text": text, "check": checked, "upgrades": upgrades_of(checked.checked.loaded, language()),
        "upgrade": UPGRADE, "refusal": answer.refusal, "standing": proven.standing(found), "despite": DESPITE,
        "note": request.POST.get("note", ""), "comparison": comparison,
        "groups": comparison.groups() if comparison else [],
        "changes": sum(len(each.sentences) for each in comparison.differences) if comparison else 0,
        "clash": Clash(str(found.changed_by), found, side_by_side(found.text, text)) if answer.clash else None,
        "unsaved": text != found.text, "outdated": outdated, "search_words": search_words(),
        "news": side_by_side(found.base.source if found.base else "", outdated.source) if outdated else [],
        "returned": selectors.last_return(found), "steps": selectors.steps(found),
        "revisions": selectors.revisions(found)[:SHOWN_REVISIONS],
        "others": selectors.other_author(found, actor),
        "header_title": title, "header_icon": "edit", **trail(title, *service_crumbs(found)),
    }  # fmt: skip
    return render(request, "studio/editor.html", context, status=answer.status)


def _changes(found: Draft) -> Comparison | None:
    """What the saved text changes; None for a new service, and while the text has errors."""
    if found.base is None or found.errors:
        return None
    return compared(found, load_text(found.text, file_of(found.key), live_city().fragments).data)


@require_POST
@studio_page
def check_now(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What is wrong with the text as it is typed; nothing is kept."""
    found = selectors.get(pk)
    policies.require(actor, "definition.write", found.department)
    try:
        text = texts.received(request.POST.get("text", ""))
    except Invalid as error:
        return render(request, "studio/check.html", {"refusal": error.message})
    return render(request, "studio/check.html", {"check": check(text, found.key, language()), "draft": found})


@studio_page
def revision(request: HttpRequest, actor: Actor, pk: int, number: int) -> HttpResponse:
    """An earlier text beside the newest one; posting makes it the newest."""
    found = selectors.get(pk)
    earlier = selectors.revision(found, number)
    if request.method == "POST":
        services.restore(pk, number, expected_revision=_seen(request), actor=actor)
        messages.success(request, _("Revision %(number)s is the newest text again.") % {"number": number})
        return redirect("studio_draft", pk)
    title = _("Revision %(number)s") % {"number": number}
    context = {
        "draft": found, "earlier": earlier, "rows": side_by_side(found.text, earlier.text),
        "may_restore": found.state == Draft.EDITING and may(actor, "definition.write", found.department),
        "header_title": title, "header_icon": "history",
        **trail(title, {"url": reverse("studio_draft", args=[pk]), "label": _("Draft")}),
    }  # fmt: skip
    return render(request, "studio/revision.html", context)


@studio_page
def download(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    found = selectors.get(pk)
    return as_file(found.text, found.key)


@require_POST
@studio_page
def compare(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    services.compare(pk, actor=actor)
    messages.success(request, _("The draft now goes on from the version that is live."))
    return redirect("studio_draft", pk)


@require_POST
@studio_page
def withdraw(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    services.withdraw(pk, actor=actor)
    return redirect("studio_draft", pk)


@studio_page
def drop(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Asks once before the draft is given up."""
    found = selectors.get(pk)
    if request.method == "POST":
        services.drop(pk, actor=actor)
        messages.success(request, _("The draft was given up. Its texts stay readable."))
        return redirect("studio_services")
    title = _("Give up the draft")
    context = {"draft": found, "header_title": title, "header_icon": "bin", **trail(title)}
    return render(request, "studio/drop.html", context)

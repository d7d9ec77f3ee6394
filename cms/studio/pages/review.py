"""The page of the second person: the whole text, what it changes, what the check says; publish or send back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casetypes.access.actors import Actor
from casetypes.access.policies import may
from casetypes.definitions.differences.comparison import Comparison, Side, compare
from casetypes.definitions.differences.sides import names_of_the_city
from casetypes.definitions.problems import Problem
from casetypes.definitions.services import DefinitionRefused
from casetypes.kernel.errors import DomainError
from casetypes.proving.scenarios.account import RULE
from cms.studio import proven, selectors, services
from cms.studio.differences import side_by_side
from cms.studio.models import Draft
from cms.studio.pages.frame import department_name, language, service_crumbs, trail
from cms.studio.shown import check, mistakes

DECISIONS = ("publish", "return")


@dataclass(frozen=True)
class Refusal:
    """What the page says to a decision that could not be taken; `fails` are the scenarios that stand against it."""

    status: int
    words: str = ""
    note: str = ""
    fails: Sequence[Problem] = ()


def review(request: HttpRequest, actor: Actor, found: Draft) -> HttpResponse:
    """For everybody who may read; the decision only for who may take it."""
    if request.method != "POST":
        return _page(request, actor, found)
    note = request.POST.get("note", "")
    try:
        if request.POST.get("do") == "publish":
            reviewed = request.POST.get("sha256", "")
            one = services.approve(found.pk, reviewed_sha256=reviewed, note=note, actor=actor)
            messages.success(request, _("Version %(number)s is live.") % {"number": one.number})
            return redirect("studio_service", found.key)
        services.send_back(found.pk, note=note, actor=actor)
    except DefinitionRefused as error:
        fails = [problem for problem in error.problems if problem.rule == RULE]
        words = _fails() if fails else _changed()
        return _page(request, actor, selectors.get(found.pk), Refusal(error.status, words, fails=fails))
    except DomainError as error:
        words = error.message + "".join(f" {text}" for text in getattr(error, "fields", {}).get("note", ()))
        return _page(request, actor, selectors.get(found.pk), Refusal(error.status, words, note=note))
    messages.success(request, _("Sent back. Who wrote it sees your reason."))
    return redirect("studio_services")


def _changed() -> str:
    return _(
        "The city changed since this was sent: it has errors now, so the live version stays. Send it back."
    )


def _fails() -> str:
    return _("Its scenarios do not hold, so the live version stays. Send it back.")


def compared(found: Draft, document: dict[str, Any]) -> Comparison:
    """What the draft's text, read as `document`, changes in the version that it is based on."""
    base = Side(found.base.document, found.base.number) if found.base else Side({})
    return compare(found.key, base, Side(document), language=language(), city=names_of_the_city())


def _page(
    request: HttpRequest,
    actor: Actor,
    found: Draft,
    refused: Refusal = Refusal(200),  # noqa: B008  (frozen)
) -> HttpResponse:
    checked = check(found.text, found.key, language())
    comparison = compared(found, checked.checked.loaded.data) if found.base else None
    writers = selectors.authors(found)
    title = (_("Review of %(key)s") if found.state == Draft.REVIEW else _("Draft of %(key)s")) % {
        "key": selectors.name_of(found)
    }
    context = {
        "draft": found, "check": checked, "refusal": refused.words, "note": refused.note,
        "standing": proven.standing(found),
        "fails": mistakes(refused.fails, found.text, found.key),
        "comparison": comparison, "groups": comparison.groups() if comparison else [],
        "rows": side_by_side(found.base.source, found.text) if found.base else [],
        "writers": selectors.writers(found), "department": department_name(found.department),
        "steps": selectors.steps(found), "sent": selectors.last_sent(found),
        "outdated": selectors.outdated(found) if found.is_open else None,
        "state": selectors.state_words(found), "under_review": found.state == Draft.REVIEW,
        "may_publish": may(actor, "definition.publish", writers),
        "may_send_back": may(actor, "definition.review", writers),
        "may_withdraw": may(actor, "definition.write", found.department),
        "header_title": title, "header_icon": "view", **trail(title, *service_crumbs(found)),
    }  # fmt: skip
    return render(request, "studio/review.html", context, status=refused.status)

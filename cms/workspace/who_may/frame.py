"""What the pages here share: the tabs of what may be asked, and the answer as a file."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from casetypes.access import policies
from cms.workspace import spreadsheet
from cms.workspace.crumbs import Crumb, crumbs, here
from cms.workspace.people import actor_of

TITLE = gettext_lazy("Who may do this?")
ROLES, PEOPLE, CASES = "workspace_who_may", "workspace_who_may_people", "workspace_who_may_cases"
TABS = (
    (ROLES, "who_may.ask", pgettext_lazy("who may", "A role")),
    (PEOPLE, "who_may.person", pgettext_lazy("who may", "A person")),
    (CASES, "who_may.case", pgettext_lazy("who may", "A case")),
)


def framed(
    request: HttpRequest, template: str, tab: str, title: str = "", *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page below "Who may do this?"; `title` names the person or case that is asked about."""
    actor = actor_of(request)
    tabs = [(reverse(name), word, name == tab) for name, action, word in TABS if policies.may(actor, action)]
    trail: list[Crumb] = (
        [{"url": reverse(tab), "label": str(TITLE)}, here(title)] if title else [here(str(TITLE))]
    )
    whole = {
        **context, "tabs": tabs, "header_title": title or TITLE, "header_icon": "lock",
        "breadcrumbs_items": crumbs(*trail),
    }  # fmt: skip
    return render(request, f"workspace/who_may/{template}.html", whole, status=status)


def as_file(name: str, lines: Iterable[Iterable[str]]) -> HttpResponse:
    """Lines for a spreadsheet."""
    text = spreadsheet.MARK + "".join(map(spreadsheet.line, lines))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response

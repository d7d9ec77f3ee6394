"""The list of services: what is live, since when and by whom, and who is writing what."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from casetypes.access.actors import Actor
from casetypes.access.policies import may
from casetypes.kernel.text import pick
from cms.studio import selectors
from cms.studio.pages.frame import closed_words, department_name, language, studio_page
from cms.studio.selectors import Row
from cms.workspace.crumbs import crumbs, here


@dataclass(frozen=True)
class Line:
    row: Row
    title: str
    department: str
    closed: str


@studio_page
def services(request: HttpRequest, actor: Actor) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    found = selectors.rows(actor, query)
    context = {
        "lines": [_line(row) for row in found], "query": query, "waiting": selectors.waiting_for(actor),
        "may_write": bool(may(actor, "definition.write")), "header_title": _("Services"),
        "header_icon": "code", "breadcrumbs_items": crumbs(here(_("Services"))),
    }  # fmt: skip
    return render(request, "studio/services.html", context)


def _line(row: Row) -> Line:
    return Line(
        row, pick(row.title, language()) or row.key, department_name(row.department), closed_words(row.live)
    )

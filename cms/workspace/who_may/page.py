"""The page for administrators, and the same table as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from casetypes.access import policies
from casetypes.cases.role_names import ROLE_NAMES
from cms.workspace import spreadsheet
from cms.workspace.crumbs import crumbs, here
from cms.workspace.people import actor_of
from cms.workspace.who_may import table

TITLE = gettext_lazy("Who may do this?")
RIGHT = "people.manage"


@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`?rol=`, `?q=` and `?servicio=` narrow it."""
    policies.require(actor_of(request), RIGHT)
    role, word, service = _asked(request)
    context: dict[str, Any] = {
        "groups": table.groups(role, word), "columns": [table.column_name(key) for key in table.columns(role)],
        "roles": [(key, table.column_name(key)) for key in table.COLUMNS], "role": role, "word": word,
        "services": table.services(), "service": service, "steps": table.steps(service),
        "step_columns": [str(ROLE_NAMES[key]) for key in table.STEP_COLUMNS],
        "legend": [(table.SIGNS[key], word_, key) for key, word_ in table.REACHES.items()],
        "query": request.GET.urlencode(), "header_title": TITLE, "header_icon": "lock",
        "breadcrumbs_items": crumbs(here(str(TITLE))),
    }  # fmt: skip
    return render(request, "workspace/who_may.html", context)


@never_cache
@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """One line per door, with the reach of each role in words and what opens it."""
    policies.require(actor_of(request), RIGHT)
    role, word, _service = _asked(request)
    heads = [_("Group"), _("What"), *(table.column_name(key) for key in table.columns(role))]
    lines = [spreadsheet.line(heads)]
    for group in table.groups(role, word):
        for row in group.rows:
            told = (f"{cell.word} ({cell.why})" if cell.why else cell.word for cell in row.cells)
            lines.append(spreadsheet.line([group.title, row.title, *told]))
    response = HttpResponse(spreadsheet.MARK + "".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="quien-puede.csv"'
    return response


def _asked(request: HttpRequest) -> tuple[str, str, str]:
    role = request.GET.get("rol", "")
    return (
        role if role in table.COLUMNS else "",
        request.GET.get("q", "").strip()[:80],
        request.GET.get("servicio", "")[:60],
    )


class WhoMayMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policies.may(actor_of(request), RIGHT))


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("quien-puede/", page, name="workspace_who_may"),
        path("quien-puede/tabla.csv", file, name="workspace_who_may_file"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return WhoMayMenuItem(TITLE, reverse("workspace_who_may"), name="who-may", icon_name="lock", order=75)

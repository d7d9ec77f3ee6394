"""The page about roles, and the same table as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casetypes.access import policies
from casetypes.cases.role_names import ROLE_NAMES
from cms.workspace.people import actor_of
from cms.workspace.who_may import roles, table
from cms.workspace.who_may.frame import ROLES, as_file, framed


@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`?rol=`, `?q=` and `?servicio=` narrow it."""
    policies.require(actor_of(request), "who_may.ask")
    role, word, service = _asked(request)
    context: dict[str, Any] = {
        "groups": table.groups(role, word), "columns": [table.column_name(key) for key in table.columns(role)],
        "roles": [(key, table.column_name(key)) for key in roles.COLUMNS], "role": role, "word": word,
        "services": table.services(), "service": service, "steps": table.steps(service),
        "step_columns": [str(ROLE_NAMES[key]) for key in table.STEP_COLUMNS],
        "legend": [(table.SIGNS[key], word_, key) for key, word_ in table.REACHES.items()],
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return framed(request, "roles", ROLES, **context)


@never_cache
@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """One line per door, with the reach of each role in words and what opens it."""
    policies.require(actor_of(request), "who_may.ask")
    role, word, _service = _asked(request)
    lines = [[_("Group"), _("What"), *(table.column_name(key) for key in table.columns(role))]]
    for group in table.groups(role, word):
        for row in group.rows:
            told = (f"{cell.word} ({cell.why})" if cell.why else cell.word for cell in row.cells)
            lines.append([group.title, row.title, *told])
    return as_file("quien-puede", lines)


def _asked(request: HttpRequest) -> tuple[str, str, str]:
    role = request.GET.get("rol", "")
    return (
        role if role in roles.COLUMNS else "",
        request.GET.get("q", "").strip()[:80],
        request.GET.get("servicio", "")[:60],
    )

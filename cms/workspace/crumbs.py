"""Breadcrumbs of the staff pages."""

from django.urls import reverse
from django.utils.translation import gettext as _

from casetypes.cases.models import Case
from cms.workspace.desks import desk_name

Crumb = dict[str, str]


def crumbs(*more: Crumb) -> list[Crumb]:
    """From the home page of the admin; the last one is where one is."""
    return [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, *more]


def here(title: str) -> Crumb:
    return {"url": "", "label": title}


def queue_crumb(desk: str) -> Crumb:
    return {"url": reverse("workspace_queue", args=[desk]), "label": desk_name(desk)}


def case_crumbs(case: Case, *more: Crumb, title: str = "", opens_queue: bool = True) -> list[Crumb]:
    """`opens_queue` is false for crews: their way back is their work, not a queue."""
    work = {"url": reverse("workspace_work"), "label": _("My work")}
    own = {"url": reverse("workspace_case", args=[case.folio]) if more else "", "label": title or case.folio}
    return crumbs(queue_crumb(case.desk_id) if opens_queue else work, own, *more)

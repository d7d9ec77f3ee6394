"""The menu: one entry per desk the person works at. Built per request, so that a new desk appears at once."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from casetypes.access.policies import may
from cms.workspace.desks import desks_of
from cms.workspace.people import actor_of


class DeskMenu(Menu):
    """Wagtail keeps registered items for the life of the process; these depend on who asks."""

    def menu_items_for_request(self, request: HttpRequest) -> list[MenuItem]:
        return [
            MenuItem(desk.name, reverse("workspace_queue", args=[desk.key]), name=f"desk-{desk.key}", icon_name="tasks",
                     order=order)
            for order, desk in enumerate(desks_of(actor_of(request)))
        ]  # fmt: skip


class DesksMenuItem(SubmenuMenuItem):
    def __init__(self) -> None:
        super().__init__(_("Queues"), DeskMenu(), name="queues", icon_name="tasks", order=10)


class MyWorkMenuItem(MenuItem):
    """Crews go straight to the work orders of their crew."""

    def __init__(self) -> None:
        super().__init__(_("My work"), reverse("workspace_work"), name="my-work", icon_name="cogs", order=5)

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(actor_of(request).reach.crews)


class CaptureMenuItem(MenuItem):
    """For who captures reports of callers and visitors."""

    def __init__(self) -> None:
        super().__init__(
            _("Capture a report"), reverse("workspace_capture"), name="capture", icon_name="plus", order=7
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may(actor_of(request), "case.capture"))

"""Addresses and the entry in the menu."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from casetypes.access import policies
from cms.workspace.people import actor_of
from cms.workspace.who_may import case_page, page, person_page
from cms.workspace.who_may.frame import TITLE


class WhoMayMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policies.may(actor_of(request), "who_may.ask"))


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("quien-puede/", page.page, name="workspace_who_may"),
        path("quien-puede/tabla.csv", page.file, name="workspace_who_may_file"),
        path("quien-puede/personas/", person_page.search, name="workspace_who_may_people"),
        path("quien-puede/personas/<int:person>/", person_page.answer, name="workspace_who_may_person"),
        path(
            "quien-puede/personas/<int:person>/tabla.csv",
            person_page.file,
            name="workspace_who_may_person_file",
        ),
        path("quien-puede/casos/", case_page.search, name="workspace_who_may_cases"),
        path("quien-puede/casos/<str:folio>/", case_page.answer, name="workspace_who_may_case"),
        path("quien-puede/casos/<str:folio>/tabla.csv", case_page.file, name="workspace_who_may_case_file"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return WhoMayMenuItem(TITLE, reverse("workspace_who_may"), name="who-may", icon_name="lock", order=75)

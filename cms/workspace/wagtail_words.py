"""Where Wagtail speaks of itself or in English: its menu of help, the words of its scripts, headings of its lists.

What its pages leave in English stands in `locale/es` beside this; a test finds what an update adds.
"""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.views.i18n import JavaScriptCatalog
from wagtail import hooks
from wagtail.admin.localization import get_localized_response
from wagtail.admin.menu import MenuItem
from wagtail.models import Site
from wagtail.sites.views import IndexView

OF_WAGTAIL = re.compile(r"whats-new-in-wagtail|editor-guide")
UNNAMED = frozenset({"port", "site_name", "root_page"})  # columns headed by the English name of their field
_catalogue = JavaScriptCatalog.as_view(packages=["wagtail.admin", "cms.workspace"])


@hooks.register("construct_help_menu")
def without_wagtails_own(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Its news and its guide are in English, and about Wagtail."""
    items[:] = [item for item in items if not OF_WAGTAIL.match(item.name)]


def words_of_scripts(request: HttpRequest) -> HttpResponse:
    """Stands before Wagtail's own catalogue at the same address, and holds ours too."""
    return get_localized_response(_catalogue, request)  # type: ignore[no-any-return]


def connect() -> None:
    """Columns of the list of sites are headed in the reader's language."""
    for column in IndexView.columns:
        if column.name in UNNAMED:
            column.label = capfirst(Site._meta.get_field(column.name).verbose_name)

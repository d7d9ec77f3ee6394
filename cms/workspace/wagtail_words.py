"""Where Wagtail speaks of itself or in English: its menu of help, and the words of its scripts.

What its pages leave in English stands in `locale/es` beside this; a test finds what an update adds.
"""

import re

from django.http import HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail import hooks
from wagtail.admin.localization import get_localized_response
from wagtail.admin.menu import MenuItem

OF_WAGTAIL = re.compile(r"whats-new-in-wagtail|editor-guide")
_catalogue = JavaScriptCatalog.as_view(packages=["wagtail.admin", "cms.workspace"])


@hooks.register("construct_help_menu")
def without_wagtails_own(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Its news and its guide are in English, and about Wagtail."""
    items[:] = [item for item in items if not OF_WAGTAIL.match(item.name)]


def words_of_scripts(request: HttpRequest) -> HttpResponse:
    """Stands before Wagtail's own catalogue at the same address, and holds ours too."""
    return get_localized_response(_catalogue, request)  # type: ignore[no-any-return]

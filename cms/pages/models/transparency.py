"""The public figures, from `reports`; the words around them are the editor's."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.pages.models.public import Context, PublicPage
from reports.page import content


class TransparencyPage(PublicPage):
    template = "pages/transparency.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.GuidePage"]

    class Meta:
        verbose_name = _("transparency page")
        verbose_name_plural = _("transparency pages")

    def page_context(self, request: HttpRequest) -> Context:
        shown = content(request)
        return {"figures": shown.html, "is_demonstration": shown.demonstration}

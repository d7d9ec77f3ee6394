"""Pages that are mostly text: notices with a version, and guides."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.pages.models.public import Context, PublicPage

HOME_DEPTH = 2


class NoticePage(PublicPage):
    """A text with legal weight: privacy, accessibility, terms. A change of meaning needs a new version."""

    version = models.CharField(_("version"), max_length=40, help_text=_("Recorded with every consent."))
    in_force_from = models.DateField(_("in force from"))

    template = "pages/notice.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*PublicPage.content_panels, FieldPanel("version"), FieldPanel("in_force_from")]

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")


class GuidePage(PublicPage):
    """Help: how something works. Guides may hold further guides."""

    template = "pages/guide.html"
    parent_page_types = ["pages.HomePage", "pages.GuidePage", "pages.TransparencyPage"]
    subpage_types = ["pages.GuidePage"]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def page_context(self, request: HttpRequest) -> Context:
        parent = self.get_parent()
        guides = self.get_children().live().public().specific()
        return {"guides": guides, "parent": parent if parent.depth > HOME_DEPTH else None}

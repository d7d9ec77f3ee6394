"""What every public page shares: a lead text and an editor's body."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.pages.blocks import BodyBlock

Context = dict[str, object]


class PublicPage(Page):
    """Title, lead and body. Subclasses set `template` and add what is theirs."""

    lead = models.TextField(
        _("lead"), blank=True, max_length=400, help_text=_("One or two sentences under the title.")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> Context:
        return {**super().get_context(request, *args, **kwargs), **self.page_context(request)}

    def page_context(self, request: HttpRequest) -> Context:
        """What this kind of page adds for its template."""
        return {}

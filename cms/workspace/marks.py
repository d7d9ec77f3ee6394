"""Folio and status as every staff page draws them. Written as text: a list draws a hundred of them."""

from functools import cache
from html import escape
from urllib.parse import quote

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from cms.components.words import folio_groups
from cms.workspace.words import STATUS_ICONS

PLACE = "~"  # stands for a folio in an address; never escaped, never in a folio


def folio_html(folio: str) -> SafeString:
    """In groups of four by space, not by characters: what is copied is the folio itself."""
    prefix, *groups = (escape(group) for group in folio_groups(folio))
    parts = "".join([f"<span>{group}</span>" for group in groups])
    return mark_safe(f'<span class="ws-folio">{prefix}{"-" if groups else ""}{parts}</span>')


def status_html(status: str, words: str) -> SafeString:
    """A badge: colour, icon and word."""
    icon = f'<svg class="icon" aria-hidden="true"><use href="#icon-{STATUS_ICONS[status]}"></use></svg>'
    return mark_safe(f'<span class="ws-status ws-status--{escape(status)}">{icon}{escape(words)}</span>')


def case_url(folio: str) -> str:
    """The staff page of a case."""
    return _case_url().replace(PLACE, quote(folio, safe=""))


@cache
def _case_url() -> str:
    return reverse("workspace_case", args=[PLACE])

"""What stands around the content of a page: head, doors, languages, icons, messages, paging."""

from typing import Any

from django import template
from django.core.paginator import Page
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from casetypes.intake.simulation.selectors import is_simulated
from cms.components import icons, site, stylesheets, tokens
from cms.components.tags.library import register


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite, inline. Without `label` it is decoration and hidden from screen readers."""
    naming = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor"'
        ' stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        f" {css}" if css else "",
        naming,
        mark_safe(icons.drawing(name)),  # our own file
    )


@register.simple_tag
def simulated() -> bool:
    """Whether this city's year was generated: then every page says so, whatever it shows."""
    return is_simulated()


@register.filter
def category_icon(key: str) -> str:
    """Name of the icon for a category key."""
    return icons.for_category(key)


@register.simple_tag
def stylesheet_links(scheme: str = "") -> SafeString:
    """The link to the stylesheet; a forced `scheme` ("light", "dark": style guide only) links the small files."""
    rows = stylesheets.links(scheme) if scheme else [(stylesheets.WHOLE, "all")]
    linked = ((static(path), media) for path, media in rows)
    return format_html_join("\n", '<link rel="stylesheet" href="{}" media="{}">', linked)


@register.simple_tag
def token(name: str, scheme: str = "light") -> str:
    """The value of a design token, for the colour of the browser's bar."""
    return tokens.value(name, scheme)


@register.inclusion_tag("components/quick_exit.html")
def quick_exit() -> dict[str, Any]:
    """Leaves at once for a page that says nothing, and this browser forgets what was being written; on every page of
    a confidential service. Esc three times too."""
    return {"url": site.door("exit")}


@register.simple_tag
def city() -> site.Site:
    """The city of this installation: key, name, office."""
    return site.current()


@register.simple_tag
def door(name: str) -> str:
    """The address of a main door: home, services, tracking, transparency, search, legal, contact, …"""
    return site.door(name)


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[tuple[str, object, str]]:
    """(address, label, value of aria-current) of the main doors; "true" for a page beneath one."""
    request = context.get("request")
    here = request.path if request else ""
    return [(address, label, site.nearness(address, here)) for address, label in site.doors()]


@register.inclusion_tag("components/account_door.html", takes_context=True)
def account_door(context: template.Context) -> dict[str, Any]:
    """The way to the account, or to signing in; `request.signed_in_citizen` is the account's middleware's. A discreet
    page says nothing of accounts."""
    request = context.get("request")
    ask = getattr(request, "signed_in_citizen", None)
    here = site.nearness(site.door("account"), request.path) if request else ""
    hidden = ask is None or getattr(request, "discreet", False)
    return {"hidden": hidden, "known": ask() if ask and not hidden else None, "current": here}


@register.inclusion_tag("components/languages.html", takes_context=True)
def languages(context: template.Context) -> dict[str, Any]:
    """The language switch: plain links to this same page in each language."""
    request = context.get("request")
    path = request.get_full_path() if request else "/"
    current = (get_language() or "es").partition("-")[0]
    names = {"es": "Español", "en": "English"}
    return {
        "choices": [(code, name, code == current, translate_url(path, code)) for code, name in names.items()]
    }


@register.inclusion_tag("components/messages.html", takes_context=True)
def message_list(context: template.Context) -> dict[str, Any]:
    """Django's messages of this request."""
    return {"messages": context.get("messages")}


@register.inclusion_tag("components/search_box.html")
def search_box(value: str = "", id: str = "search") -> dict[str, Any]:  # noqa: A002 the HTML word
    """¿Qué necesitas? A plain GET form to the search door; `id` must differ when a page has two."""
    return {"value": value, "id": id, "action": site.door("search")}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: "Page[Any]", parameter: str = "page") -> dict[str, Any]:
    """Previous, numbers, next; keeps the other parameters of the address."""
    request = context.get("request")
    query = request.GET.copy() if request else None

    def address(number: int) -> str:
        if query is None:
            return f"?{parameter}={number}"
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "pages": [(number, address(number) if isinstance(number, int) else "") for number in numbers],
        "previous": address(page.number - 1) if page.has_previous() else "",
        "next": address(page.number + 1) if page.has_next() else "",
    }

"""`{% load agora %}`: the tags every public page is made of.

Each component is one function here, one template in `themes/base/templates/components/` and one example on
the style guide. Arguments are plain values; `cms.components.shapes` has a dataclass for each list.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from cms.components import charts, icons, shapes, site, stylesheets, tokens, words

register = template.Library()


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
def quick_exit(url: str = "https://www.gob.mx/") -> dict[str, Any]:
    """Leaves at once for a page that says nothing; on every page of a confidential service. Esc three times too."""
    return {"url": url}


@register.simple_tag
def city() -> site.Site:
    """The city of this installation: key, name, office."""
    return site.current()


@register.simple_tag
def map_view() -> SafeString:
    """Attributes of a map: where it opens, how near, and what the cross at that point is called."""
    here = site.current()
    if here.center is None:
        return mark_safe("")
    latitude, longitude = here.center
    return format_html(
        ' data-center="{},{}" data-zoom="{}" data-said-center="{}"',
        str(latitude), str(longitude), str(here.zoom), gettext("Centre"),
    )  # fmt: skip


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


@register.filter
def when(value: date | datetime | None) -> str:
    """`mar 24 nov, 9:00`."""
    return words.written_date(value)


@register.filter
def status_word(status: str) -> str:
    """The public word of a status."""
    return words.status_word(status)


@register.simple_tag
def status_icon(status: str) -> str:
    """Name of the icon of a status."""
    return words.status_icon(status)


@register.filter
def entry(row: Any, key: str) -> Any:
    """`row[key]`, or the attribute of that name; empty when absent."""
    return row.get(key, "") if hasattr(row, "get") else getattr(row, key, "")


@register.inclusion_tag("components/search_box.html")
def search_box(value: str = "", id: str = "search") -> dict[str, Any]:  # noqa: A002 the HTML word
    """¿Qué necesitas? A plain GET form to the search door; `id` must differ when a page has two."""
    return {"value": value, "id": id, "action": site.door("search")}


@register.inclusion_tag("components/hero.html")
def hero(
    title: str, lead: str = "", quick: Sequence[tuple[str, str]] = (), search: bool = True
) -> dict[str, Any]:
    """The head of the home page; `quick` is a list of (address, label) shortcuts."""
    return {"title": title, "lead": lead, "quick": quick, "search": search}


@register.inclusion_tag("components/service_card.html")
def service_card(
    title: str, url: str, text: str = "", icon: str = "service", facts: Sequence[str] = (), layout: str = ""
) -> dict[str, Any]:
    """One service (or category): the whole card is the link. `layout="row"` for a compact one."""
    return {"title": title, "url": url, "text": text, "icon": icon, "facts": facts, "layout": layout}


@register.inclusion_tag("components/step_list.html")
def step_list(steps: Sequence[shapes.Step | str]) -> dict[str, Any]:
    """Numbered steps: texts, or `shapes.Step`."""
    return {"steps": [shapes.Step(step) if isinstance(step, str) else step for step in steps]}


@register.inclusion_tag("components/answers.html")
def check_answers(answers: Sequence[shapes.Answer]) -> dict[str, Any]:
    """Summary list before sending; `shapes.Answer(label, value, change_url, photos)`."""
    return {"answers": answers}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Sequence[shapes.TimelineEntry]) -> dict[str, Any]:
    """Newest first or last as given; `shapes.TimelineEntry(what, who, when, why, status)`."""
    return {"entries": entries}


@register.inclusion_tag("components/status_badge.html")
def status_badge(status: str, size: str = "", word: str = "") -> dict[str, Any]:
    """Icon, word and colour of a public status (or "late"). `size`: "", "small", "large"."""
    return {
        "status": status,
        "size": size,
        "word": word or words.status_word(status),
        "icon": words.status_icon(status),
    }


@register.inclusion_tag("components/folio.html")
def folio(value: str, size: str = "", copy: bool = True) -> dict[str, Any]:
    """The public number in groups of four; the copy button appears only with JavaScript."""
    return {"value": value, "groups": words.folio_groups(value), "size": size, "copy": copy}


@register.inclusion_tag("components/deadline_bar.html")
def deadline_bar(deadline: shapes.Deadline) -> dict[str, Any]:
    """Spent, paused and left time of a clock, the expected date and why it moved."""
    parts = charts.segments(
        spent=deadline.spent, paused=deadline.paused, over=deadline.over, left=deadline.left
    )
    return {"deadline": deadline, "parts": parts, "share": {part.kind: round(part.width) for part in parts}}


@register.inclusion_tag("components/photo_pair.html")
def photo_pair(before: shapes.Photo | None, after: shapes.Photo | None) -> dict[str, Any]:
    """Before and after; a missing half says so instead of leaving a hole."""
    return {"before": before, "after": after}


@register.inclusion_tag("components/figure_tile.html")
def figure_tile(figure: shapes.Figure) -> dict[str, Any]:
    """Value, unit, change, sparkline, goal and "how it is computed"."""
    tone = {True: "better", False: "worse", None: "same"}[figure.better]
    arrow = figure.direction if figure.direction in {"up", "down"} else "level"
    spark = charts.sparkline(figure.series, figure.target)
    return {"figure": figure, "spark": spark, "arrow": arrow, "tone": tone}


@register.inclusion_tag("components/data_table.html")
def data_table(
    columns: Sequence[shapes.Column],
    rows: Sequence[Any],
    caption: str = "",
    note: str = "",
    row_header: bool = True,
) -> dict[str, Any]:
    """Rows are dictionaries or objects read by `Column.key`; the first column heads its row."""
    return {"columns": columns, "rows": rows, "caption": caption, "note": note, "row_header": row_header}


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    title: str, text: str = "", action_url: str = "", action: str = "", icon: str = "search"
) -> dict[str, Any]:
    """Nothing here, and what to do next."""
    return {"title": title, "text": text, "action_url": action_url, "action": action, "icon": icon}


@register.inclusion_tag("components/messages.html", takes_context=True)
def message_list(context: template.Context) -> dict[str, Any]:
    """Django's messages of this request."""
    return {"messages": context.get("messages")}


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


@register.inclusion_tag("components/error_summary.html")
def error_summary(
    form: Any = None, errors: Sequence[tuple[str, str]] = (), focus: bool = True
) -> dict[str, Any]:
    """All errors of a Django form (or (id, text) pairs) at the head of the page, each a link to its field."""
    found = list(errors)
    if form is not None and form.is_bound:
        found += [("", text) for text in form.non_field_errors()]
        found += [(bound.id_for_label or bound.auto_id, text) for bound in form for text in bound.errors]
    return {"errors": found, "focus": focus}


@register.inclusion_tag("components/map_panel.html")
def map_panel(
    places: Sequence[shapes.Place],
    boundary_url: str = "",
    title: str = "",
    zones_url: str = "",
) -> dict[str, Any]:
    """Points on the city's outline and, beside it, the same points as a list."""
    return {
        "places": places,
        "boundary_url": boundary_url or site.map_url(),
        "title": title or gettext("Map"),
        "zones_url": zones_url,
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
    }


@register.simple_block_tag
def question(content: str, title: str, help: str = "", step: str = "") -> str:  # noqa: A002
    """`{% question "What is wrong?" %} fields {% endquestion %}`: one question group per page."""
    return render_to_string(
        "components/question.html", {"title": title, "help": help, "step": step, "content": content}
    )


@register.simple_block_tag
def notice(content: str, title: str = "", kind: str = "info") -> str:
    """A remark in the flow of the page; `kind`: info, success, warning, error."""
    drawing = {"success": "resolved", "warning": "warning", "error": "warning"}.get(kind, "info")
    return render_to_string(
        "components/notice.html", {"title": title, "kind": kind, "icon": drawing, "content": content}
    )


@register.simple_block_tag
def disclosure(content: str, title: str, open: bool = False) -> str:  # noqa: A002
    """A native details element."""
    return render_to_string("components/disclosure.html", {"title": title, "open": open, "content": content})


@register.simple_block_tag(takes_context=True)
def confirm(context: template.Context, content: str, title: str, **options: str) -> str:
    """Ask before doing; the content explains. Options: action (address), button, cancel_url, danger."""
    values = {"title": title, "content": content, "csrf_token": context.get("csrf_token"), **options}
    return render_to_string("components/confirm.html", values)

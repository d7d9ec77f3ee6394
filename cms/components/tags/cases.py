"""What a case shows: status, folio, deadlines, timeline, photos, answers, map."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from cms.components import charts, shapes, site, words
from cms.components.tags.library import register


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


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Sequence[shapes.TimelineEntry]) -> dict[str, Any]:
    """Newest first or last as given; `shapes.TimelineEntry(what, who, when, why, status)`."""
    return {"entries": entries}


@register.inclusion_tag("components/photo_pair.html")
def photo_pair(before: shapes.Photo | None, after: shapes.Photo | None) -> dict[str, Any]:
    """Before and after; a missing half says so instead of leaving a hole."""
    return {"before": before, "after": after}


@register.inclusion_tag("components/answers.html")
def check_answers(answers: Sequence[shapes.Answer]) -> dict[str, Any]:
    """Summary list before sending; `shapes.Answer(label, value, change_url, photos)`."""
    return {"answers": answers}


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

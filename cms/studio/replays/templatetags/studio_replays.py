"""`{% replay_of draft %}`: the last replay of a draft in a few lines, with the way to its page."""

from typing import Any

from django import template

from cms.studio.models import Draft
from cms.studio.pages.frame import language
from cms.studio.replays import selectors, told

register = template.Library()


@register.inclusion_tag("replays/summary.html")
def replay_of(draft: Draft) -> dict[str, Any]:
    """Nothing for a new service: it has no past cases."""
    run = selectors.finished(draft) if draft.base_id else None
    if run is None:
        return {"draft": draft, "run": None, "offered": bool(draft.base_id) and draft.is_open}
    return {
        "draft": draft, "run": run, "summary": run.summary, "stale": selectors.is_stale(run, draft),
        "clocks": told.clock_lines(run.summary, told.words_of(run, language())), "kinds": told.kinds(run.summary),
    }  # fmt: skip

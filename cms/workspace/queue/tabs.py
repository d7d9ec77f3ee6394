"""The row above the list: open, late, due today, critical, escalated, referred away, closed."""

from dataclasses import dataclass

from django.http import QueryDict

from casetypes.queues.loads import Load
from cms.workspace.queue.filters import OPEN, TABS
from cms.workspace.queue.pages import AFTER, BEFORE


@dataclass(frozen=True)
class Tab:
    """`count` is None where it is not counted; `loud` when there is something that should worry."""

    key: str
    label: str
    url: str
    count: int | None
    current: bool
    loud: bool


def tabs(load: Load, base_url: str, query: QueryDict) -> list[Tab]:
    """Every tab keeps the other filters and the search of the page it is on."""
    counts = {"": load.open, "late": load.late, "today": load.today, "critical": load.critical}
    counts["escalated"] = load.escalated
    shown = query.get("show", "")
    return [
        Tab(key, str(label), _url(base_url, query, key), counts.get(key), shown == key, _is_loud(key, counts))
        for key, label in {"": OPEN, **TABS}.items()
    ]


def _is_loud(key: str, counts: dict[str, int]) -> bool:
    return key in {"late", "critical"} and counts[key] > 0


def _url(base_url: str, query: QueryDict, key: str) -> str:
    kept = query.copy()
    for name in (AFTER, BEFORE, "p", "show", "_w_filter_fragment"):
        kept.pop(name, None)
    if key:
        kept["show"] = key
    return f"{base_url}?{kept.urlencode()}" if kept else base_url

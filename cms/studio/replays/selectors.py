"""Read replays: the newest of a draft, and of its cases those that a person may see."""

from dataclasses import dataclass

from django.db.models import QuerySet

from casetypes.access.actors import Actor
from casetypes.access.policies import Decision, may, rule
from casetypes.cases.selectors import visible_to
from cms.studio import selectors as drafts
from cms.studio.models import Draft
from cms.studio.replays.models import ReplayFinding, ReplayRun

UNEVALUABLE = "unevaluable"


@dataclass(frozen=True)
class Listed:
    """One page of cases: `after` is where the next one begins, 0 at the end."""

    findings: list[ReplayFinding]
    after: int


def text_of_draft(key: str) -> str | None:
    """The text of the open draft of a service."""
    found = drafts.open_draft(key)
    return found.text if found else None


def underway(draft: Draft) -> ReplayRun | None:
    return draft.replays.filter(state__in=ReplayRun.UNDERWAY).first()


def newest(draft: Draft) -> ReplayRun | None:
    """What was asked last, whatever became of it."""
    return draft.replays.select_related("asked_by").order_by("-pk").first()


def finished(draft: Draft) -> ReplayRun | None:
    """The newest one with a result."""
    return (
        draft.replays.select_related("asked_by", "draft").filter(state=ReplayRun.DONE).order_by("-pk").first()
    )


def is_stale(run: ReplayRun, draft: Draft) -> bool:
    """Whether the draft says something else than the text that was tried."""
    return run.sha256 != draft.sha256


@rule("definition.try")
def _try(actor: Actor, draft: Draft) -> Decision:
    """On past cases: who writes it, and who may review it."""
    writes = may(actor, "definition.write", draft.department)
    return writes or may(actor, "definition.review", drafts.authors(draft))


def may_ask(actor: Actor, draft: Draft) -> bool:
    return bool(may(actor, "definition.try", draft))


def visible(run: ReplayRun, actor: Actor, kind: str = "") -> QuerySet[ReplayFinding]:
    """Findings about cases that the actor may see: none of a confidential service without an appointment."""
    found = run.findings.filter(case__in=visible_to(actor)).select_related("case").order_by("pk")
    return found.filter(kinds__contains=[kind]) if kind else found


def listed(run: ReplayRun, actor: Actor, *, kind: str, after: int, size: int) -> Listed:
    page = list(visible(run, actor, kind).filter(pk__gt=after)[: size + 1])
    return Listed(page[:size], page[size - 1].pk if len(page) > size else 0)

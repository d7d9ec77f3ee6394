"""Ask for a replay and cancel one. What makes it is `making`, in a worker."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from casetypes.access.actors import Actor
from casetypes.audit import services as audit
from casetypes.kernel import clock
from casetypes.kernel.errors import Conflict, Invalid, NotAllowed
from casetypes.proving.replay import candidate
from cms.studio import selectors as drafts
from cms.studio.replays import selectors
from cms.studio.replays.models import ReplayRun

PERIODS = (30, 90, 365)
USUAL = 365  # a shorter one leaves out what a service sees once a year


@transaction.atomic
def ask(pk: int, *, days: int, actor: Actor) -> ReplayRun:
    """Try the draft's text on the cases of the last `days`. Raises NotAllowed, Invalid, Conflict, CannotReplay."""
    draft = drafts.get(pk)
    if not selectors.may_ask(actor, draft):
        raise NotAllowed(reasons=[_("Only who writes or reviews this draft may try it on past cases.")])
    if days not in PERIODS:
        raise Invalid(fields={"days": [_("Choose since when.")]})
    if draft.base is None:
        raise Conflict(_("It is a new service: it has no past cases yet."))
    candidate.of_text(draft.text, key=draft.key)
    now = clock.now()
    run = ReplayRun(
        draft=draft, revision=draft.revision, sha256=draft.sha256, days=days, since=now - timedelta(days=days),
        until=now, asked_by_id=actor.person_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError as error:
        raise Conflict(_("This draft is being tried already.")) from error
    _record(run, "asked", actor)
    return run


@transaction.atomic
def cancel(pk: int, *, actor: Actor) -> None:
    """The worker stops at its next batch; what it found until then is not kept."""
    draft = drafts.get(pk)
    if not selectors.may_ask(actor, draft):
        raise NotAllowed(reasons=[_("Only who writes or reviews this draft may try it on past cases.")])
    run = selectors.underway(draft)
    if run is not None:
        run.state, run.finished_at = ReplayRun.CANCELLED, clock.now()
        run.save(update_fields=["state", "finished_at"])
        _record(run, "cancelled", actor)


def _record(run: ReplayRun, verb: str, actor: Actor) -> None:
    audit.record(
        action=f"studio.replay_{verb}",
        actor=actor.label(actor.role_with("write_definitions", "publish_definitions", "approve_definitions")),
        subject=f"draft:{run.draft.key}#{run.draft_id}",
        data={"revision": run.revision, "sha256": run.sha256, "days": run.days},
    )

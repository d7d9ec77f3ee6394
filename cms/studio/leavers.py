"""Drafts of a person who leaves: what waits for review goes back to editing, for the colleagues of the department."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casetypes.access.actors import Actor
from casetypes.access.models import Departure
from casetypes.access.staff.leaving import Belonging
from casetypes.audit import services as audit
from casetypes.kernel.extension_points import person_holds, person_leaving
from cms.studio.models import Draft, DraftStep


@person_holds.register
def drafts_of(user_id: int) -> list[Belonging]:
    """One query."""
    drafts = Draft.objects.filter(changed_by=user_id, state__in=Draft.OPEN).order_by("key")
    keys = tuple(drafts.values_list("key", flat=True))
    return [
        Belonging(
            gettext_lazy("Drafts of services"), len(keys), keys, gettext_lazy("stay with the department")
        )
    ]


@person_leaving.register
def reopen(departure: Departure, actor: Actor) -> None:
    """Nobody approves a text whose author can no longer answer for it. Drafts being edited stay as they are."""
    by = actor.user_id or departure.asked_by_id or departure.user_id
    rows = Draft.objects.select_for_update().filter(changed_by=departure.user_id, state=Draft.REVIEW)
    for draft in rows:
        draft.state = Draft.EDITING
        draft.save(update_fields=["state"])
        note = _("The author has left.")
        DraftStep.objects.create(draft=draft, kind="withdrawn", revision=draft.revision, by_id=by, note=note)
        audit.record(
            action="studio.withdrawn", actor=actor.label(actor.role_with("manage_people")),
            subject=f"draft:{draft.key}#{draft.pk}", data={"revision": draft.revision, "sha256": draft.sha256},
        )  # fmt: skip

"""What a person is told of absences first thing: for whom they stand in today, and that they are away themselves."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from casetypes.access.actors import Actor
from casetypes.access.models import Absence
from casetypes.access.staff import absences


class StandingInPanel(Component):
    """On Wagtail's own home page, before what waits."""

    name = "standing-in"
    order = 20
    template_name = "workspace/standing_in.html"

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"standing_in": self.sentences}


def told(actor: Actor) -> list[str]:
    """One sentence for each absence of today that concerns the actor. One query."""
    return [_sentence(row, actor) for row in absences.concerning_today(actor.user_id or 0)]


def _sentence(row: Absence, actor: Actor) -> str:
    until = date_format(row.ends_on, "DATE_FORMAT") if row.ends_on else ""
    if row.user_id != actor.user_id:
        facts = {"who": row.user, "until": until}
        return _("You stand in for %(who)s until %(until)s.") % facts if until else _(
            "You stand in for %(who)s until they are back."
        ) % facts  # fmt: skip
    if until:
        return _("Your absence is entered until %(until)s.") % {"until": until}
    return _("Your absence is entered until somebody ends it.")

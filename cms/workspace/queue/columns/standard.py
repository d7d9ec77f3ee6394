"""The columns that every definition may name: what the product itself knows of a case."""

from datetime import datetime
from html import escape
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from casetypes.cases.roots import PRIORITY_NAME
from casetypes.definitions import selectors as definitions
from casetypes.kernel import clock
from casetypes.kernel.text import pick
from casetypes.queues.rows import CaseRow
from cms.components.words import written_date
from cms.workspace.desks import desk_name
from cms.workspace.marks import case_url, folio_html, status_html
from cms.workspace.queue.columns.column import NOTHING, CaseColumn, MomentColumn
from cms.workspace.words import PRIORITY_WORDS, STATUS_WORDS, due_words, lateness


class FolioColumn(CaseColumn):
    """The way into the case; escalated and demonstration cases say so here, late ones under "due"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.escalated = f'<span class="q-mark q-mark--escalated">{escape(_("escalated"))}</span>'
        self.demonstration = f'<span class="q-mark q-mark--demo">{escape(_("demo"))}</span>'

    def text(self, row: CaseRow) -> str:
        return row.folio

    def cell(self, row: CaseRow) -> str:
        escalated = self.escalated if row.escalated_to_id and not row.final_kind else ""
        marks = escalated + (self.demonstration if row.demonstration else "")
        return f'<a href="{escape(case_url(row.folio))}" class="q-link">{folio_html(row.folio)}</a>{marks}'


class ServiceColumn(CaseColumn):
    def text(self, row: CaseRow) -> str:
        return pick(definitions.compiled(row.version_id).spec.title, self.language)


class StateColumn(CaseColumn):
    """The state in the definition's words, coloured by its public status."""

    def text(self, row: CaseRow) -> str:
        state = definitions.compiled(row.version_id).spec.states[row.state]
        return pick(state.title, self.language) or str(STATUS_WORDS[row.public_status])

    def cell(self, row: CaseRow) -> str:
        return status_html(row.public_status, self.text(row))


class PriorityColumn(CaseColumn):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = {rank: str(PRIORITY_WORDS[name]) for rank, name in PRIORITY_NAME.items()}

    def text(self, row: CaseRow) -> str:
        return self.words[row.priority]

    def cell(self, row: CaseRow) -> str:
        kind, because = PRIORITY_NAME[row.priority], escape(pick(row.priority_because, self.language))
        return (
            f'<span class="ws-priority ws-priority--{kind}" title="{because}">{escape(self.text(row))}</span>'
        )


class DueColumn(MomentColumn):
    """When it is due: red when late, amber within a day; what is left in words."""

    def text(self, row: CaseRow) -> str:
        return written_date(row.due_at) if lateness(row) else NOTHING

    def moment(self, row: CaseRow) -> datetime | None:
        return row.due_at if lateness(row) else None

    def cell(self, row: CaseRow) -> str:
        kind = lateness(row)
        if not kind or row.due_at is None:
            return f'<span class="q-none">{escape(self._resting(row))}</span>'
        left, moment = escape(due_words(row.due_at - clock.now())), escape(written_date(row.due_at))
        time = f'<time datetime="{row.due_at.isoformat()}">{moment}</time>'
        return f'<span class="ws-due ws-due--{kind}"><b>{left}</b> {time}</span>'

    def _resting(self, row: CaseRow) -> str:
        if row.final_kind:
            return (
                _("closed %(day)s") % {"day": written_date(row.closed_at)} if row.closed_at else _("closed")
            )
        return _("clock paused") if row.public_status == "waiting" else NOTHING


class ZoneColumn(CaseColumn):
    def text(self, row: CaseRow) -> str:
        return row.zone or NOTHING


class CoarseZoneColumn(ZoneColumn):
    """For who reads anonymised: nothing where the definition hides the place."""

    def text(self, row: CaseRow) -> str:
        hidden = definitions.compiled(row.version_id).spec.public.map == "hidden"
        return NOTHING if hidden else super().text(row)


class CrewColumn(CaseColumn):
    def text(self, row: CaseRow) -> str:
        return pick(row.crew, self.language) if row.crew else NOTHING


class DeskColumn(CaseColumn):
    """Where a case is now; shown for those that were sent away."""

    def text(self, row: CaseRow) -> str:
        return desk_name(row.desk_id)


class OpenedColumn(MomentColumn):
    def text(self, row: CaseRow) -> str:
        return written_date(timezone.localtime(row.opened_at).date())

    def moment(self, row: CaseRow) -> datetime:
        return row.opened_at

    def cell(self, row: CaseRow) -> str:
        return f'<time datetime="{row.opened_at.isoformat()}">{escape(self.text(row))}</time>'

"""Cells of the queue. Rendered with format_html: a template per cell would be most of the page's time."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from casetypes.cases.models import Case
from casetypes.cases.roots import PRIORITY_NAME
from casetypes.definitions import selectors as definitions
from casetypes.forms.builder import type_of
from casetypes.kernel import clock
from casetypes.kernel.text import pick
from casetypes.queues.selectors import QueueShape
from cms.workspace.words import PRIORITY_WORDS, STATUS_ICONS, STATUS_WORDS, due_words

SOON_HOURS = 24


class CaseColumn(Column):
    """One cell; subclasses say what is in it."""

    def cell(self, case: Case) -> SafeString | str:
        return str(getattr(case, self.name))

    def render_cell_html(self, instance: Case, parent_context: Mapping[str, Any]) -> SafeString:
        return format_html('<td class="q-{}">{}</td>', self.name.replace(".", "-"), self.cell(instance))


class FolioColumn(CaseColumn):
    """The way into the case; overdue, escalated and demonstration cases say so here."""

    def cell(self, case: Case) -> SafeString:
        marks = [
            format_html('<span class="q-mark q-mark--{}">{}</span>', kind, word)
            for kind, word, holds in (
                ("late", _("late"), case.overdue),
                ("escalated", _("escalated"), case.escalated_to_id and not case.final_kind),
                ("demo", _("demo"), case.demonstration),
            )
            if holds
        ]
        url = reverse("workspace_case", args=[case.folio])
        link = format_html('<a href="{}" class="q-folio">{}</a>', url, case.folio)
        return format_html("{}{}", link, SafeString("").join(marks))


class ServiceColumn(CaseColumn):
    def cell(self, case: Case) -> str:
        return pick(definitions.compiled(case.version_id).spec.title, get_language() or "es")


class StateColumn(CaseColumn):
    """The state in the definition's words, coloured by its public status."""

    def cell(self, case: Case) -> SafeString:
        state = definitions.compiled(case.version_id).spec.states[case.state]
        words = pick(state.title, get_language() or "es") or STATUS_WORDS[case.public_status]
        icon = STATUS_ICONS[case.public_status]
        return format_html(
            '<span class="q-status q-status--{}"><svg class="icon" aria-hidden="true">'
            '<use href="#icon-{}"></use></svg>{}</span>',
            case.public_status, icon, words,
        )  # fmt: skip


class PriorityColumn(CaseColumn):
    def cell(self, case: Case) -> SafeString:
        name = PRIORITY_NAME[case.priority]
        because = pick(case.priority_because, get_language() or "es")
        return format_html(
            '<span class="q-priority q-priority--{}" title="{}">{}</span>', name, because, PRIORITY_WORDS[name]
        )


class DueColumn(CaseColumn):
    """When it is due: red when late, amber within a day; what is left in words."""

    def cell(self, case: Case) -> SafeString:
        if case.due_at is None:
            return format_html('<span class="q-due">{}</span>', "—")
        left = case.due_at - clock.now()
        hours = left.total_seconds() / 3600
        kind = "late" if hours < 0 else "soon" if hours < SOON_HOURS else "ok"
        when = date_format(timezone.localtime(case.due_at), "j M, G:i")
        return format_html(
            '<span class="q-due q-due--{}"><time datetime="{}">{}</time> <small>{}</small></span>',
            kind, case.due_at.isoformat(), when, due_words(left),
        )  # fmt: skip


class ZoneColumn(CaseColumn):
    def cell(self, case: Case) -> str:
        return case.zone.name if case.zone else "—"


class CrewColumn(CaseColumn):
    def cell(self, case: Case) -> str:
        return pick(case.crew.name, get_language() or "es") if case.crew else "—"


class OpenedColumn(CaseColumn):
    def cell(self, case: Case) -> SafeString:
        when = date_format(timezone.localtime(case.opened_at), "j M Y")
        return format_html('<time datetime="{}">{}</time>', case.opened_at.isoformat(), when)


class AnswerColumn(CaseColumn):
    """A field of the form, as its type displays it."""

    def cell(self, case: Case) -> str:
        key = self.name.removeprefix("form.")
        spec = definitions.compiled(case.version_id).fields.get(key)
        value = case.answers.get(key)
        return type_of(spec).display(value, spec, get_language() or "es") if spec and value is not None else "—"


COLUMNS: dict[str, tuple[type[CaseColumn], Any, str | None]] = {
    "folio": (FolioColumn, gettext_lazy("Folio"), None),
    "service": (ServiceColumn, gettext_lazy("Service"), None),
    "state": (StateColumn, gettext_lazy("State"), None),
    "priority": (PriorityColumn, gettext_lazy("Priority"), "priority"),
    "due": (DueColumn, gettext_lazy("Due"), "due_at"),
    "zone": (ZoneColumn, gettext_lazy("Colonia"), None),
    "crew": (CrewColumn, gettext_lazy("Crew"), None),
    "opened": (OpenedColumn, gettext_lazy("Received"), "opened_at"),
}


def columns_for(shape: QueueShape) -> list[CaseColumn]:
    """The columns that the definitions of the desk ask for, and when each case came in."""
    names = list(dict.fromkeys([*shape.columns, "crew", "opened"]))
    return [column for name in names if (column := _column(name, shape)) is not None]


def _column(name: str, shape: QueueShape) -> CaseColumn | None:
    if name in COLUMNS:
        kind, label, sort_key = COLUMNS[name]
        return kind(name, label=label, sort_key=sort_key)
    key = name.removeprefix("form.")
    if key in shape.fields:
        label = pick(shape.fields[key].fields[key].label, get_language() or "es")
        return AnswerColumn(name, label=label)
    return None

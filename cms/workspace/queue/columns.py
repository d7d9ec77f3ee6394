"""Cells of the queue. Rendered with format_html: a template per cell would be most of the page's time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column

from casetypes.access.actors import Actor
from casetypes.cases.models import Case
from casetypes.cases.roots import PRIORITY_NAME
from casetypes.definitions import selectors as definitions
from casetypes.forms.builder import type_of
from casetypes.kernel import clock
from casetypes.kernel.text import pick
from casetypes.queues.selectors import QueueShape
from cms.components.words import folio_groups, written_date
from cms.workspace.desks import desk_name
from cms.workspace.words import PRIORITY_WORDS, STATUS_ICONS, STATUS_WORDS, due_words, lateness

NOTHING = "—"
HEADING = 40  # characters of a heading
NAMED = 2  # questions that one heading names; for more it ends in `MORE`
BETWEEN, MORE = " / ", "…"


class CaseColumn(Column):
    """One cell; subclasses say what is in it: `text` as a person reads it, `cell` as the page draws it."""

    @property
    def heading(self) -> str:
        """The heading where there is room for all of it, as in an export."""
        return str(self.label)

    def text(self, case: Case) -> str:
        return str(getattr(case, self.name))

    def cell(self, case: Case) -> SafeString | str:
        return self.text(case)

    def render_cell_html(self, instance: Case, parent_context: Mapping[str, Any]) -> SafeString:
        return format_html('<td class="q-{}">{}</td>', self.name.partition(".")[0], self.cell(instance))


class PickColumn(CaseColumn):
    """A box to take several cases at once; it belongs to the form of the bulk bar."""

    def render_header_html(self, parent_context: Mapping[str, Any]) -> SafeString:
        return format_html(
            '<th class="q-pick"><input type="checkbox" data-q-all aria-label="{}"></th>',
            _("Select all cases"),
        )

    def cell(self, case: Case) -> SafeString:
        label = _("Select %(folio)s") % {"folio": case.folio}
        return format_html(
            '<input type="checkbox" name="case" value="{}" form="q-bulk" data-q-pick aria-label="{}">',
            case.folio, label,
        )  # fmt: skip


class FolioColumn(CaseColumn):
    """The way into the case; escalated and demonstration cases say so here, late ones under "due"."""

    def cell(self, case: Case) -> SafeString:
        url = reverse("workspace_case", args=[case.folio])
        marks = format_html_join("", '<span class="q-mark q-mark--{}">{}</span>', self._marks(case))
        return format_html('<a href="{}" class="q-link">{}</a>{}', url, folio_html(case.folio), marks)

    def _marks(self, case: Case) -> Iterable[tuple[str, str]]:
        if case.escalated_to_id and not case.final_kind:
            yield "escalated", _("escalated")
        if case.demonstration:
            yield "demo", _("demo")


def folio_html(folio: str) -> SafeString:
    """In groups of four by space, not by characters: what is copied is the folio itself."""
    prefix, *groups = folio_groups(folio)
    parts = format_html_join("", "<span>{}</span>", ((group,) for group in groups))
    return format_html('<span class="ws-folio">{}{}</span>', f"{prefix}-" if groups else prefix, parts)


class ServiceColumn(CaseColumn):
    def text(self, case: Case) -> str:
        return pick(definitions.compiled(case.version_id).spec.title, get_language() or "es")


class StateColumn(CaseColumn):
    """The state in the definition's words, coloured by its public status."""

    def text(self, case: Case) -> str:
        state = definitions.compiled(case.version_id).spec.states[case.state]
        return pick(state.title, get_language() or "es") or str(STATUS_WORDS[case.public_status])

    def cell(self, case: Case) -> SafeString:
        return status_html(case.public_status, self.text(case))


def status_html(status: str, words: str) -> SafeString:
    """A badge: colour, icon and word."""
    return format_html(
        '<span class="ws-status ws-status--{}"><svg class="icon" aria-hidden="true">'
        '<use href="#icon-{}"></use></svg>{}</span>',
        status, STATUS_ICONS[status], words,
    )  # fmt: skip


class PriorityColumn(CaseColumn):
    def text(self, case: Case) -> str:
        return str(PRIORITY_WORDS[PRIORITY_NAME[case.priority]])

    def cell(self, case: Case) -> SafeString:
        because = pick(case.priority_because, get_language() or "es")
        return format_html(
            '<span class="ws-priority ws-priority--{}" title="{}">{}</span>',
            PRIORITY_NAME[case.priority], because, self.text(case),
        )  # fmt: skip


class DueColumn(CaseColumn):
    """When it is due: red when late, amber within a day; what is left in words."""

    def text(self, case: Case) -> str:
        return written_date(case.due_at) if lateness(case) else NOTHING

    def cell(self, case: Case) -> SafeString:
        kind = lateness(case)
        if not kind or case.due_at is None:
            return format_html('<span class="q-none">{}</span>', self._resting(case))
        return format_html(
            '<span class="ws-due ws-due--{}"><b>{}</b> <time datetime="{}">{}</time></span>',
            kind, due_words(case.due_at - clock.now()), case.due_at.isoformat(), written_date(case.due_at),
        )  # fmt: skip

    def _resting(self, case: Case) -> str:
        if case.final_kind:
            return (
                _("closed %(day)s") % {"day": written_date(case.closed_at)} if case.closed_at else _("closed")
            )
        return _("clock paused") if case.public_status == "waiting" else NOTHING


class ZoneColumn(CaseColumn):
    def text(self, case: Case) -> str:
        return case.zone.name if case.zone else NOTHING


class CrewColumn(CaseColumn):
    def text(self, case: Case) -> str:
        return pick(case.crew.name, get_language() or "es") if case.crew else NOTHING


class DeskColumn(CaseColumn):
    """Where a case is now; shown for those that were sent away."""

    def text(self, case: Case) -> str:
        return desk_name(case.desk_id)


class OpenedColumn(CaseColumn):
    def text(self, case: Case) -> str:
        return written_date(timezone.localtime(case.opened_at).date())

    def cell(self, case: Case) -> SafeString:
        return format_html('<time datetime="{}">{}</time>', case.opened_at.isoformat(), self.text(case))


class AnswerColumn(CaseColumn):
    """A field of the form, as its type displays it. `asked` are the questions of the desk's services, the oldest
    first: one heading for rows of all of them, shortened; the whole of it is its tooltip."""

    def __init__(self, name: str, asked: Sequence[str]) -> None:
        self.asked = tuple(dict.fromkeys(asked))
        room = HEADING // min(len(self.asked), NAMED)
        shortened = [_shortened(question, room) for question in self.asked[:NAMED]]
        more = [MORE] if len(self.asked) > NAMED else []
        super().__init__(name, label=BETWEEN.join([*dict.fromkeys(shortened), *more]))

    @property
    def heading(self) -> str:
        return BETWEEN.join(self.asked)

    def render_header_html(self, parent_context: Mapping[str, Any]) -> SafeString:
        if self.heading == self.label:
            return super().render_header_html(parent_context)
        return format_html('<th><span title="{}">{}</span></th>', self.heading, self.label)

    def text(self, case: Case) -> str:
        key = self.name.removeprefix("form.")
        spec = definitions.compiled(case.version_id).fields.get(key)
        value = case.answers.get(key)
        return (
            type_of(spec).display(value, spec, get_language() or "es")
            if spec and value is not None
            else NOTHING
        )


COLUMNS: dict[str, tuple[type[CaseColumn], Any, str | None]] = {
    "folio": (FolioColumn, gettext_lazy("Folio"), None),
    "service": (ServiceColumn, gettext_lazy("Service"), None),
    "state": (StateColumn, gettext_lazy("State"), None),
    "priority": (PriorityColumn, gettext_lazy("Priority"), "priority"),
    "due": (DueColumn, gettext_lazy("Due"), "due_at"),
    "zone": (ZoneColumn, gettext_lazy("Colonia"), None),
    "crew": (CrewColumn, gettext_lazy("Crew"), None),
    "desk": (DeskColumn, gettext_lazy("Desk"), None),
    "opened": (OpenedColumn, gettext_lazy("Received"), "opened_at"),
}


def columns_for(shape: QueueShape, actor: Actor, *, away: bool = False) -> list[CaseColumn]:
    """The columns that the definitions of the desk ask for, with the crew and when each case came in."""
    extra = ["desk"] if away else ["crew"]
    names = dict.fromkeys([*shape.columns, *extra, "opened"])
    return [column for name in names if (column := _column(name, shape, actor)) is not None]


def _column(name: str, shape: QueueShape, actor: Actor) -> CaseColumn | None:
    if name in COLUMNS:
        kind, label, sort_key = COLUMNS[name]
        return kind(name, label=label, sort_key=sort_key)
    key = name.removeprefix("form.")
    services = shape.fields.get(key)
    if not services or not all(_may_read(actor, service.field_readers(key)) for service in services):
        return None
    language = get_language() or "es"
    return AnswerColumn(name, [pick(service.fields[key].label, language) for service in services])


def _shortened(words: str, room: int) -> str:
    """Cut between two words where it can be, and marked as cut."""
    if len(words) <= room:
        return words
    cut = words[: room - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + MORE


def _may_read(actor: Actor, readers: Collection[str]) -> bool:
    """A field that `access` keeps for some roles is no column for the others."""
    return not readers or bool(actor.roles().intersection(reader.partition("@")[0] for reader in readers))

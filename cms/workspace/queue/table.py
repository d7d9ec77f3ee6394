"""The table of a queue: headings that sort, a box to take several cases, a line per case.

Written as text: Wagtail's table costs a template tag per cell, which was half of the page's time.
"""

from collections.abc import Callable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Table

from casetypes.queues.rows import CaseRow
from cms.workspace.queue.columns.column import CaseColumn
from cms.workspace.queue.order import Order
from cms.workspace.words import lateness

OPENINGS = {"late": '<tr class="q-row q-row--late">', "soon": '<tr class="q-row q-row--soon">'}
OPENING = '<tr class="q-row">'

Sorting = Callable[[str], str]  # "-due_at" -> the address of the list in that order


def table(
    columns: Sequence[CaseColumn], rows: Sequence[CaseRow], *, order: Order, sorting: Sorting, picks: bool
) -> SafeString:
    """`picks`: each line begins with a box that belongs to the form of the bulk bar."""
    headings = "".join([_heading(column, order, sorting) for column in columns])
    select = _("Select %(folio)s") if picks else ""
    lines = "".join([_line(columns, row, _pick(row, select) if picks else "") for row in rows])
    head = f"<thead><tr>{_pick_all() if picks else ''}{headings}</tr></thead>"
    return mark_safe(f'<table class="listing q-table">{head}<tbody>{lines}</tbody></table>')


def _line(columns: Sequence[CaseColumn], row: CaseRow, pick: str) -> str:
    cells = "".join([f"{column.opening}{column.cell(row)}</td>" for column in columns])
    return f"{OPENINGS.get(lateness(row), OPENING)}{pick}{cells}</tr>\n"


def _pick(row: CaseRow, select: str) -> str:
    folio, label = escape(row.folio), escape(select % {"folio": row.folio})
    box = f'name="case" value="{folio}" form="q-bulk" data-q-pick aria-label="{label}"'
    return f'<td class="q-pick"><input type="checkbox" {box}></td>'


def _pick_all() -> str:
    label = escape(_("Select all cases"))
    return f'<th class="q-pick"><input type="checkbox" data-q-all aria-label="{label}"></th>'


def _heading(column: CaseColumn, order: Order, sorting: Sorting) -> str:
    if column.sort_key:
        return _sorting_heading(column, order, sorting)
    if column.heading == column.label:
        return f"<th>{escape(column.label)}</th>"
    return f'<th><span title="{escape(column.heading)}">{escape(column.label)}</span></th>'


def _sorting_heading(column: CaseColumn, order: Order, sorting: Sorting) -> str:
    """A click sorts by it, a second click the other way round."""
    sorted_by_it = order.field == column.sort_key
    down = sorted_by_it and not order.descending
    words = Table.descending_title_text_format if down else Table.ascending_title_text_format
    title = escape(words % {"label": column.label})
    way = ("descending" if order.descending else "ascending") if sorted_by_it else "none"
    arrow = "icon-arrow-up-after" if down else "icon-arrow-down-after"
    style = f"icon {arrow}{' teal' if sorted_by_it else ''} label"
    address = escape(sorting(f"{'-' if down else ''}{column.sort_key}"))
    return f'<th aria-sort="{way}"><a href="{address}" title="{title}" class="{style}">{escape(column.label)}</a></th>'

"""What every column of a queue is."""

from abc import ABC, abstractmethod
from datetime import datetime
from html import escape

from django.utils import timezone
from django.utils.translation import gettext as _

from casetypes.queues.rows import CaseRow

NOTHING = "—"


class CaseColumn(ABC):
    """One cell per case. `sort_key` is the column of `Case` that a click on the heading sorts by, or empty.

    Cells are written as text, because a template per cell would be most of the page's time: whatever a `cell` puts
    into its HTML goes through `escape`. A column is made in its `language` and kept: words that are the same for every
    case belong into `__init__`, where they are translated once.
    """

    def __init__(self, name: str, label: str, language: str, *, sort_key: str = "") -> None:
        self.name, self.label, self.language, self.sort_key = name, label, language, sort_key
        self.opening = f'<td class="q-{escape(name.partition(".")[0])}">'

    @property
    def heading(self) -> str:
        """The heading where there is room for all of it, as in an export and a tooltip."""
        return self.label

    @property
    def file_heading(self) -> str:
        """The heading in a file, with how its cells are written where that is not plain."""
        return self.heading

    @abstractmethod
    def text(self, row: CaseRow) -> str:
        """What is in the cell, in words."""

    def cell(self, row: CaseRow) -> str:
        """The same as HTML."""
        return escape(self.text(row))

    def in_file(self, row: CaseRow) -> str:
        """The same for a spreadsheet, which sorts and adds up; empty where there is nothing."""
        text = self.text(row)
        return "" if text == NOTHING else text


class MomentColumn(CaseColumn):
    """A moment; in a file by the clock of the city, year first, so that it sorts."""

    @property
    def file_heading(self) -> str:
        return _("%(heading)s (YYYY-MM-DD HH:MM)") % {"heading": self.heading}

    @abstractmethod
    def moment(self, row: CaseRow) -> datetime | None:
        """What is in the cell."""

    def in_file(self, row: CaseRow) -> str:
        moment = self.moment(row)
        return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""

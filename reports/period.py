"""The stretch of time a figure covers: a quarter, a year, or everything, in the city's own time zone."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from django.utils.translation import gettext as _

from casetypes.kernel import clock
from casetypes.kernel.errors import Invalid

_FORM = re.compile(r"(\d{4})(?:-?[QqTt]([1-4]))?")
BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, order=True)
class Period:
    """`year` 0 is everything ever recorded; `quarter` 0 is the whole year."""

    year: int = 0
    quarter: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """“2023Q4” (also “2023-Q4”, “2023T4”), “2023” or “all”; raises Invalid."""
        if text.strip().lower() in {"all", "todo"}:
            return cls()
        found = _FORM.fullmatch(text.strip())
        if not found or not 1990 <= int(found[1]) <= 9990:
            raise Invalid(_("“%(text)s” is not a period: write 2023Q4, 2023 or all.") % {"text": text[:40]})
        return cls(int(found[1]), int(found[2] or 0))

    @classmethod
    def of(cls, moment: datetime, time_zone: str) -> Self:
        """The quarter in which the moment falls."""
        local = clock.local(moment, time_zone)
        return cls(local.year, (local.month + 2) // 3)

    @property
    def key(self) -> str:
        if not self.year:
            return "all"
        return f"{self.year}Q{self.quarter}" if self.quarter else str(self.year)

    @property
    def title(self) -> str:
        """In words, in the active language."""
        if not self.year:
            return _("Everything recorded")
        if not self.quarter:
            return _("Year %(year)s") % {"year": self.year}
        months = [_("January to March"), _("April to June"), _("July to September"), _("October to December")]
        return _("%(months)s %(year)s") % {"months": months[self.quarter - 1], "year": self.year}

    @property
    def short(self) -> str:
        """Short enough for the label of a column: “Q4 2023”."""
        if not self.quarter:
            return str(self.year) if self.year else _("All")
        return _("Q%(quarter)s %(year)s") % {"quarter": self.quarter, "year": self.year}

    def bounds(self, time_zone: str) -> tuple[datetime, datetime]:
        """First moment and the first one after, aware; everything ends now."""
        if not self.year:
            return BEGINNING, clock.now()
        first = (self.quarter - 1) * 3 + 1 if self.quarter else 1
        start = datetime(self.year, first, 1, tzinfo=clock.zone(time_zone))
        after = self.next
        if after.year != self.year and not after.quarter:
            return start, datetime(after.year, 1, 1, tzinfo=clock.zone(time_zone))
        return start, datetime(after.year, (after.quarter - 1) * 3 + 1, 1, tzinfo=clock.zone(time_zone))

    @property
    def next(self) -> "Period":
        """The following quarter or year."""
        if not self.quarter:
            return Period(self.year + 1)
        return Period(self.year + 1, 1) if self.quarter == 4 else Period(self.year, self.quarter + 1)

    @property
    def previous(self) -> "Period | None":
        """The quarter or year before; nothing comes before everything."""
        if not self.year:
            return None
        if not self.quarter:
            return Period(self.year - 1)
        return Period(self.year - 1, 4) if self.quarter == 1 else Period(self.year, self.quarter - 1)

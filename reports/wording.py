"""Numbers as people read them: 18,773 · 26.5 h · 3.2 days · 87 %."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

HOUR_LIMIT = 72.0


@dataclass(frozen=True)
class Wording:
    """`comma_decimals` writes 18.773,5 (Spain, Argentina) where Mexico writes 18,773.5."""

    comma_decimals: bool = False

    def number(self, value: float, decimals: int | None = None) -> str:
        """With thousands marked; as many decimals as asked, else one unless whole."""
        places = decimals if decimals is not None else (0 if float(value).is_integer() else 1)
        text = f"{value:,.{places}f}"
        if decimals == 1:
            text = text.removesuffix(".0")
        return text.translate(str.maketrans(",.", ".,")) if self.comma_decimals else text

    def count(self, value: float) -> str:
        return self.number(value, 0)

    def share(self, value: float) -> str:
        """0.873 as “87 %”; under one per cent or close to all, one decimal, so that few is never none."""
        percent = value * 100
        edge = 0 < percent < 1 or 99 < percent < 100
        return f"{self.number(percent, 1 if edge else 0)} %"

    def hours(self, value: float) -> str:
        """Up to three days in hours, then in days of 24 hours."""
        if value >= HOUR_LIMIT:
            return self.days(value / 24)
        return f"{self.number(value, 1 if value < 10 else 0)} h"

    def working_hours(self, value: float) -> str:
        return f"{self.number(value, 1 if value < 10 else 0)} h"

    def days(self, value: float) -> str:
        shown = self.number(value, 1 if value < 100 else 0)
        return ngettext("%(days)s day", "%(days)s days", 1 if shown == "1" else 2) % {"days": shown}

    def score(self, value: float) -> str:
        return _("%(score)s of 5") % {"score": self.number(value, 1)}

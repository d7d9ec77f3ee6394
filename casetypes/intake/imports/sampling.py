"""A few hundred rows spread over the whole file, and whether they look like what the mapping says."""

from collections import Counter
from pathlib import Path

from django.utils.translation import gettext as _

from casetypes.intake.imports import encodings
from casetypes.intake.imports.judging import Rejection
from casetypes.intake.imports.lines import FileRefused
from casetypes.intake.imports.mapping import Mapping
from casetypes.intake.imports.reading import Row
from casetypes.intake.imports.summary import Summary

MOST = 300
HOPELESS = 0.5  # so large a share of bad rows means that mapping and file do not belong together
PLACES_OF_ROWS = frozenset(
    {"no_date", "bad_location", "unknown_state", "unknown_service", "bad_text", "implausible_date"}
)


class Sample:
    """Rows at equal distances, at most 300: when it is full every second one is dropped."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._stride = 1
        self._met = 0

    def watch(self, row: Row) -> None:
        if self._met % self._stride == 0:
            self.rows.append(row)
        self._met += 1
        if len(self.rows) > MOST:
            self.rows = self.rows[::2]
            self._stride *= 2


def belong_together(mapping: Mapping, sample: Sample, path_name: str) -> None:
    """Raise FileRefused when most rows hold no dates, points or states where the mapping looks for them: columns
    stand elsewhere, or latitude and longitude are exchanged."""
    judged = [mapping.judge(row, "sample", Summary()) for row in sample.rows]
    rules = Counter(one.rule for one in judged if isinstance(one, Rejection))
    if rules["swapped_location"] > HOPELESS * len(judged):
        raise FileRefused(_swapped(mapping, rules["swapped_location"], len(judged)))
    bad = [one for one in judged if isinstance(one, Rejection) and one.rule in PLACES_OF_ROWS]
    if len(bad) > HOPELESS * len(judged):
        text = _(
            "%(bad)d of %(all)d rows looked at in %(file)s do not fit the mapping, the first one because: "
            "%(why)s Are the columns where the header says?"
        )
        says = {"bad": len(bad), "all": len(judged), "file": path_name, "why": bad[0].reason}
        raise FileRefused(text % says)


def _swapped(mapping: Mapping, bad: int, every: int) -> str:
    latitude, longitude = mapping.spec.location
    return _(
        "Latitude and longitude are exchanged in %(bad)d of %(all)d rows looked at. Write "
        "`location: [%(longitude)s, %(latitude)s]` in the mapping, or exchange the columns in the file."
    ) % {"bad": bad, "all": every, "latitude": latitude, "longitude": longitude}


def written_as_said(mapping: Mapping, sample: Sample, path: Path) -> None:
    """Raise FileRefused for UTF-8 that is read as if it were Latin-1."""
    values = (value for row in sample.rows for value in row.values.values() if not value.isascii())
    encodings.refuse_mojibake(path, mapping.spec.format.encoding, values)

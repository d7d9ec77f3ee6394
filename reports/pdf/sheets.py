"""Charts onto pages: two columns filled evenly, so that a long chart leaves no hole beside it."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reports.svg.chart import Chart

_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
# Millimetres, as report.css sets them; lines of words are counted on the long side.
COLUMN, BENEATH = 84.0, 9.0
ROOM, ROOM_BELOW_HEADING = 236.0, 224.0
TITLE_LINE, TITLE_LETTERS = 4.5, 40
TEXT_LINE, TEXT_LETTERS = 4.0, 56


@dataclass
class Sheet:
    """The charts of one page, by column; `filled` is the height of each column in millimetres, of `room` at most."""

    room: float = ROOM
    columns: tuple[list[Chart], list[Chart]] = field(default_factory=lambda: ([], []))
    filled: list[float] = field(default_factory=lambda: [0.0, 0.0])

    def take(self, chart: Chart) -> bool:
        """Put the chart under the shorter column; False when there is no room for it."""
        shorter = 0 if self.filled[0] <= self.filled[1] else 1
        tall = height(chart)
        if self.filled[shorter] and self.filled[shorter] + tall > self.room:
            return False
        self.columns[shorter].append(chart)
        self.filled[shorter] += tall
        return True


def sheets(charts: Sequence[Chart]) -> list[Sheet]:
    """All charts on as few pages as that takes: the tall ones find their place first, then each column is read
    in the order given."""
    pages: list[Sheet] = []
    for chart in sorted(charts, key=height, reverse=True):
        if not any(page.take(chart) for page in pages):
            pages.append(Sheet(ROOM if pages else ROOM_BELOW_HEADING))
            pages[-1].take(chart)
    place = {chart.key: number for number, chart in enumerate(charts)}
    for page in pages:
        for column in page.columns:
            column.sort(key=lambda chart: place[chart.key])
        left, right = page.columns
        if left and right and place[right[0].key] < place[left[0].key]:
            page.columns, page.filled = (right, left), page.filled[::-1]
    return pages


def height(chart: Chart) -> float:
    """Millimetres of a chart in a column, with its words and the space beneath it."""
    found = _BOX.search(chart.svg)
    drawing = COLUMN * float(found[2]) / float(found[1]) if found else 0.0
    words = TITLE_LINE * _lines(chart.title, TITLE_LETTERS) + TEXT_LINE * _lines(
        chart.description, TEXT_LETTERS
    )
    return drawing + words + 3.3 + BENEATH


def _lines(text: str, letters: int) -> int:
    return math.ceil(len(text) / letters)

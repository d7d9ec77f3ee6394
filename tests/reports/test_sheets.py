"""Charts on the pages of the PDF, and tables that are worth their paper."""

import pytest
from django.utils.safestring import mark_safe

from casetypes.kernel import clock as time
from reports.counting.figures import figures
from reports.pdf import document
from reports.pdf.sheets import sheets
from reports.period import Period
from reports.svg.chart import Chart, Table
from tests.reports.rows import at, case

NOTHING = Table((), ())


def chart(key: str, tall: float) -> Chart:
    """A chart as tall as `tall` of its widths."""
    return Chart(mark_safe(f'<svg viewBox="0 0 360 {360 * tall:g}"/>'), NOTHING, "Title", "", key)


def keys(page):
    return [[one.key for one in column] for column in page.columns]


def test_a_tall_chart_leaves_no_hole_beside_it():
    charts = [chart("a", 0.6), chart("b", 0.3), chart("c", 1.2), chart("d", 0.3), chart("e", 0.3)]
    pages = sheets(charts)
    assert len(pages) == 1
    assert abs(pages[0].filled[0] - pages[0].filled[1]) < 84


def test_every_chart_is_printed_once_and_no_column_overflows():
    charts = [chart(str(number), 0.2 + number % 5 / 4) for number in range(17)]
    pages = sheets(charts)
    printed = [key for page in pages for column in keys(page) for key in column]
    assert sorted(printed) == sorted(one.key for one in charts)
    assert all(filled <= page.room for page in pages for filled in page.filled)
    assert all(column == sorted(column, key=int) for page in pages for column in keys(page))


def test_a_chart_taller_than_a_page_gets_a_column_of_its_own():
    assert (
        sum(len(column) for page in sheets([chart("a", 4.0), chart("b", 0.2)]) for column in page.columns)
        == 2
    )


@pytest.mark.django_db
def test_a_chart_without_anything_recorded_has_no_table_in_the_report():
    case("2023-10-02 00:00", channel="legacy", final_kind="done", state="resuelto")
    with time.at(at("2024-02-01 12:00")):
        html = document.build(figures(period=Period(2023, 4)), "en", made_at=at("2024-02-01 12:00")).html
    data = html.partition("The data of the charts</h2>")[2]
    assert "Cases received, and what became of them" in data
    assert "Open cases by age" not in data
    assert "Solved within the deadline" not in data

"""Every kind of chart: what it shows, what it says where there is nothing, and its table the same."""

import pytest

from reports.svg.bars import bars, stacked
from reports.svg.chart import Caption, Item, Reference, Series
from reports.svg.columns import columns
from reports.svg.heat import heat
from reports.svg.line import line
from reports.svg.spark import spark
from tests.reports.svg.reading import assert_it_can_be_drawn, parsed, texts

MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
CAPTION = Caption("k", "Reportes & quejas", "Por <mes>", "Servicio")


def share(value: float) -> str:
    return f"{value:.0%}"


def test_a_line_names_itself_and_writes_its_last_value():
    chart = line(CAPTION, MONTHS, [Series("Recibidos", tuple(float(n) for n in range(12)))])
    assert_it_can_be_drawn(chart)
    assert "11" in texts(chart)
    assert "Reportes &amp; quejas" in chart.svg
    assert "Por &lt;mes&gt;" in chart.svg
    assert len(chart.svg) < 2600


def test_a_gap_breaks_the_line_and_the_table_says_not_recorded():
    chart = line(CAPTION, MONTHS[:4], [Series("SLA", (0.5, None, 0.7, 0.8))], fmt=share, ceiling=1)
    assert_it_can_be_drawn(chart)
    assert chart.table.rows[1] == ("feb", "not recorded")
    curve = next(n.attrib["d"] for n in parsed(chart).iter() if n.attrib.get("stroke-width") == "2.5")
    assert curve.count("M") == 1
    assert "100%" in texts(chart)


def test_references_are_named_with_their_value():
    chart = line(
        CAPTION, MONTHS[:2], [Series("SLA", (0.5, 0.6))], fmt=share, references=[Reference("Meta", 0.9)]
    )
    assert "Meta: 90%" in texts(chart)


def test_one_point_is_a_dot_with_its_value():
    chart = line(CAPTION, ["4T 2023"], [Series("x", (3.0,))])
    assert_it_can_be_drawn(chart)
    assert sum(node.tag.endswith("}circle") for node in parsed(chart).iter()) == 1


NOTHING = {
    "line of gaps": lambda: line(CAPTION, MONTHS, [Series("x", (None,) * 12)]),
    "empty line": lambda: line(CAPTION, [], [Series("x", ())]),
    "columns of gaps": lambda: columns(CAPTION, MONTHS, [Series("x", (None,) * 12)]),
    "no bars": lambda: bars(CAPTION, []),
    "no stack": lambda: stacked(CAPTION, [], [Series("x", ())]),
    "no grid": lambda: heat(CAPTION, [], [], []),
}


@pytest.mark.parametrize("draw", NOTHING.values(), ids=NOTHING)
def test_nothing_to_draw_says_so(draw):
    chart = draw()
    assert_it_can_be_drawn(chart)
    assert texts(chart) == ["No data for this period"]


def test_eighty_categories_show_the_first_and_sum_the_rest_while_the_table_has_all():
    chart = bars(CAPTION, [Item(f"Colonia {n}", 100.0 - n) for n in range(80)], limit=12)
    assert_it_can_be_drawn(chart)
    assert "68 others: 3,706 in all" in texts(chart)
    assert len(chart.table.rows) == 80
    assert "Colonia 11" in texts(chart)
    assert "Colonia 12" not in texts(chart)


def test_long_names_stand_above_their_bars_and_are_cut_only_at_the_edge():
    name = "Drenaje tapado o desbordado en la calle con riesgo para peatones y vehículos"
    chart = bars(CAPTION, [Item(name, 3.0), Item("Bache", None, "<3"), Item("Ruido", None)])
    assert_it_can_be_drawn(chart)
    assert any(text.startswith("Drenaje tapado") and text.endswith("…") for text in texts(chart))
    assert chart.table.rows == ((name, "3"), ("Bache", "<3"), ("Ruido", "not recorded"))


def test_a_stack_adds_up_in_the_table():
    chart = stacked(
        CAPTION, ["Bache", "Fuga"], [Series("Resueltos", (3.0, None)), Series("Abiertos", (2.0, None))]
    )
    assert_it_can_be_drawn(chart)
    assert chart.table.rows[0] == ("Bache", "3", "2", "5")
    assert chart.table.rows[1] == ("Fuga", "not recorded", "not recorded", "not recorded")


def test_columns_write_their_totals_when_all_of_them_fit():
    few = columns(CAPTION, MONTHS[:3], [Series("a", (1.0, 2.0, 3.0)), Series("b", (1.0, None, 0.0))])
    assert_it_can_be_drawn(few)
    assert texts(few).count("2") >= 2
    many = columns(CAPTION, MONTHS, [Series("a", (123456.0,) * 12)])
    assert "123,456" not in texts(many)


@pytest.mark.parametrize(
    "draw", [lambda v: bars(CAPTION, [Item("a", v)]), lambda v: columns(CAPTION, ["a"], [Series("a", (v,))])]
)
def test_a_negative_bar_is_refused(draw):
    with pytest.raises(ValueError, match="negative"):
        draw(-1.0)


def test_a_grid_hatches_what_was_not_recorded_and_says_how_many_rows_are_left_out():
    rows = [f"Colonia {n}" for n in range(20)]
    values = [[None if n == 0 else float(n), 0.0] for n in range(20)]
    chart = heat(CAPTION, rows, ["ene", "feb"], values, limit=15)
    assert_it_can_be_drawn(chart)
    assert "not recorded" in texts(chart)
    assert "5 more rows in the table" in texts(chart)
    assert chart.table.headers == ("Servicio", "ene", "feb")
    assert len(chart.table.rows) == 20


def test_a_sparkline_leaves_gaps_open():
    assert spark([None, None], "x") == ""
    drawn = spark([1.0, None, 3.0, 4.0], 'Últimos "cuatro"')
    assert drawn.count("M") == 2
    assert 'aria-label="Últimos &quot;cuatro&quot;"' in drawn

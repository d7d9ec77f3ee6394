"""Whatever the values and names, a chart can be drawn: no NaN, nothing outside the viewBox."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.svg import scale
from reports.svg.bars import bars, stacked
from reports.svg.chart import Caption, Item, Series
from reports.svg.columns import columns
from reports.svg.heat import heat
from reports.svg.lettering import fit, width, wrap
from reports.svg.line import line
from reports.svg.map import Area, choropleth
from tests.reports.svg.reading import assert_it_can_be_drawn

NAMES = st.text(max_size=90)
COUNTS = (
    st.none()
    | st.floats(min_value=0, allow_nan=False)
    | st.just(float("nan"))
    | st.integers(0, 10**12).map(float)
)
ANY = st.none() | st.floats()
CAPTIONS = st.builds(Caption, NAMES, NAMES, NAMES)
few = settings(max_examples=40, deadline=None)


@few
@given(CAPTIONS, st.lists(st.tuples(NAMES, ANY, ANY), max_size=40))
def test_any_line_can_be_drawn(caption, rows):
    series = [Series("a", tuple(row[1] for row in rows)), Series("b", tuple(row[2] for row in rows))]
    labels = [row[0] for row in rows]
    assert_it_can_be_drawn(line(caption, labels, series))
    assert_it_can_be_drawn(line(caption, labels, series[:1]))


@few
@given(CAPTIONS, st.lists(st.tuples(NAMES, COUNTS, COUNTS), max_size=40))
def test_any_bars_and_columns_can_be_drawn(caption, rows):
    labels = [row[0] for row in rows]
    series = [Series("a", tuple(row[1] for row in rows)), Series("b", tuple(row[2] for row in rows))]
    assert_it_can_be_drawn(columns(caption, labels, series))
    assert_it_can_be_drawn(stacked(caption, labels, series))
    assert_it_can_be_drawn(bars(caption, [Item(row[0], row[1]) for row in rows]))


@few
@given(CAPTIONS, st.integers(1, 26), st.lists(NAMES, min_size=1, max_size=20), st.data())
def test_any_grid_can_be_drawn(caption, count, rows, data):
    line_of = st.lists(COUNTS, min_size=count, max_size=count)
    values = [data.draw(line_of) for _row in rows]
    assert_it_can_be_drawn(heat(caption, rows, [str(n) for n in range(count)], values))


@few
@given(
    CAPTIONS,
    st.lists(st.tuples(st.floats(-179, 178), st.floats(-84, 83), st.floats(1e-4, 0.5), ANY), max_size=12),
)
def test_any_map_can_be_drawn(caption, boxes):
    areas = []
    for west, south, side, value in boxes:
        ring = [[west, south], [west + side, south], [west + side, south + side], [west, south]]
        areas.append(Area("z", {"type": "Polygon", "coordinates": [ring]}, value))
    assert_it_can_be_drawn(choropleth(caption, areas))


@given(st.floats(-1e15, 1e15), st.floats(-1e15, 1e15), st.booleans())
def test_ticks_hold_the_values_between_them(one, other, whole):
    low, high = sorted((scale.clean(one) or 0.0, scale.clean(other) or 0.0))
    marks = scale.ticks(low, high, whole=whole)
    assert 2 <= len(marks) <= 8
    slack = (high - low) * 1e-6
    assert marks[0] <= low + slack
    assert marks[-1] >= high - slack


@given(st.lists(st.floats(0, 1e9), min_size=1))
def test_classes_are_few_ascending_and_hold_every_value(values):
    bounds = scale.classes(values)
    assert 1 <= len(bounds) <= 5
    assert bounds == sorted(set(bounds))
    assert all(value <= bounds[scale.class_of(value, bounds)] for value in values)


@given(st.text(), st.floats(20, 400))
def test_a_fitted_text_fits(text, room):
    assert width(fit(text, room, 12), 12) <= room
    assert all(width(part, 12) <= room for part in wrap(text, room, 12))

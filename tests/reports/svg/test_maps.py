"""Maps: classes, gaps, the view that is not shrunk by far-away places, shapes cut at the sheet."""

import re

from reports.svg.chart import Caption
from reports.svg.map import Area, Spot, bubbles, choropleth
from tests.reports.svg.reading import assert_it_can_be_drawn, texts

CAPTION = Caption("m", "Mapa")


def square(longitude: float, latitude: float, side: float = 0.01) -> dict:
    ring = [[longitude, latitude], [longitude + side, latitude], [longitude + side, latitude + side]]
    return {"type": "Polygon", "coordinates": [[*ring, [longitude, latitude + side], [longitude, latitude]]]}


def test_areas_are_shaded_in_classes_and_gaps_hatched():
    areas = [Area(f"Z{n}", square(-103.4 + n / 100, 25.5), None if n == 3 else float(n)) for n in range(9)]
    chart = choropleth(CAPTION, areas, outline=square(-103.5, 25.4, 0.3))
    assert_it_can_be_drawn(chart)
    assert "not recorded" in texts(chart)
    assert chart.table.rows[0] == ("Z8", "8")
    assert ("Z3", "not recorded") in chart.table.rows
    assert any(text.endswith(("km", " m")) for text in texts(chart))


def test_a_far_village_does_not_shrink_the_city_to_a_dot():
    city = [Area(f"Z{n}", square(-110.9 + n / 1000, 29.1 + n / 1000, 0.001), 100.0) for n in range(50)]
    chart = choropleth(CAPTION, [*city, Area("Kino", square(-111.9, 28.8), 2.0)])
    assert_it_can_be_drawn(chart)
    assert "Kino" not in chart.svg
    assert "Kino" in [row[0] for row in chart.table.rows]


def test_a_city_seen_from_near_gets_a_locator():
    near = [Area("Z", square(-103.4, 25.5, 0.02), 1.0)]
    assert "translate(" in choropleth(CAPTION, near, outline=square(-104, 25, 1.0)).svg
    assert "translate(" not in choropleth(CAPTION, near, outline=square(-103.402, 25.498, 0.024)).svg


def test_bubbles_have_areas_in_proportion():
    chart = bubbles(
        CAPTION, [Spot("A", -103.4, 25.5, 100), Spot("B", -103.3, 25.6, 25), Spot("C", -103.2, 25.6, 0)]
    )
    assert_it_can_be_drawn(chart)
    assert sorted(map(float, re.findall(r' r="([\d.]+)"', chart.svg))) == [11.0, 22.0]


def test_no_area_and_no_bubble_say_so():
    assert texts(choropleth(CAPTION, [])) == ["No data for this period"]
    assert texts(bubbles(CAPTION, [])) == ["No data for this period"]


def test_a_crossed_ring_is_mended():
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    assert_it_can_be_drawn(choropleth(CAPTION, [Area("Moño", bow, 1.0)]))


def test_names_are_escaped():
    chart = choropleth(CAPTION, [Area("<script>alert(1)</script>\x00", square(0, 0), 1.0)])
    assert "<script>" not in chart.svg
    assert_it_can_be_drawn(chart)

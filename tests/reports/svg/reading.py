"""Reads a chart back as a browser would: elements, numbers and where they lie."""

import math
import re
from xml.etree import ElementTree

from reports.svg.chart import Chart

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def parsed(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(str(chart.svg))


NAMING = ("id", "aria-labelledby")  # made of the caption's key, which may be any word


def texts(chart: Chart) -> list[str]:
    return [node.text or "" for node in parsed(chart).iter() if node.tag.endswith("}text")]


def assert_it_can_be_drawn(chart: Chart) -> None:
    """Well formed, named, without inline style, every number finite and every place inside the viewBox."""
    root = parsed(chart)
    assert root.attrib["role"] == "img"
    ids = {node.attrib["id"] for node in root.iter() if "id" in node.attrib}
    assert set(root.attrib["aria-labelledby"].split()) <= ids
    assert "style=" not in chart.svg
    written = [value for node in root.iter() for name, value in node.attrib.items() if name not in NAMING]
    assert not [value for value in written if "#" not in value and re.search(r"(?i)(?:nan|inf)\b", value)]
    _left, _top, wide, high = (float(part) for part in root.attrib["viewBox"].split())
    for node in root.iter():
        _inside(node.attrib, wide, high)


def _inside(attributes: dict[str, str], wide: float, high: float) -> None:
    across = {"x": "width", "cx": ""}
    down = {"y": "height", "cy": ""}
    for names, limit in ((across, wide), (down, high)):
        for name, length in names.items():
            if name not in attributes:
                continue
            start = float(attributes[name])
            end = start + float(attributes.get(length, 0))
            assert start >= -3 and end <= limit + 3, (attributes, limit)
    if "width" in attributes:
        assert float(attributes["width"]) >= 0
        assert float(attributes["height"]) >= 0
    for match in NUMBER.findall(attributes.get("d", "")):
        assert math.isfinite(float(match))

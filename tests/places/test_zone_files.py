"""Reading the features of a GeoJSON file."""

import pytest

from casetypes.places.zone_files import ZoneColumns, read_zones, readable
from tests.places.conftest import feature, square

COLUMNS = ZoneColumns()
CENTRO = {"NOMBRE": "CENTRO", "CP": 27000}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("VILLA DE SERIS II", "Villa de Seris II"),
        ("LA  CHOLLA", "La Cholla"),
        ("5 DE MAYO", "5 de Mayo"),
        ("San Luis Potosí", "San Luis Potosí"),
        ("CD. MIGUEL ALEMÁN", "Cd. Miguel Alemán"),
    ],
)
def test_names_in_capitals_become_readable_and_others_stay(written, read):
    assert readable(written) == read


def test_it_keys_a_zone_by_name_and_postal_code():
    [zone], rejected = read_zones([feature(CENTRO, square(-103.45, 25.55))], COLUMNS, kind="colonia")
    assert (zone.key, zone.name, zone.search_name, zone.postal_code) == (
        "centro-27000",
        "Centro",
        "centro",
        "27000",
    )
    assert (round(zone.latitude, 3), round(zone.longitude, 3)) == (25.555, -103.445)
    assert rejected == []


def test_a_name_repeated_within_a_postal_code_is_numbered_in_file_order():
    features = [feature(CENTRO, square(-103.45, 25.55)), feature(CENTRO, square(-103.48, 25.55))]
    zones, _ = read_zones(features, COLUMNS, kind="colonia")
    assert [zone.key for zone in zones] == ["centro-27000", "centro-27000-2"]


def test_it_uses_the_source_id_when_told_which_property_holds_it():
    features = [feature({"id": 7, "n": "Uno"}, square(-103.45, 25.55))]
    [zone], _ = read_zones(features, ZoneColumns(name="n", postal_code=None, key="id"), kind="colonia")
    assert (zone.key, zone.postal_code) == ("colonia-7", "")


def test_a_source_id_used_twice_is_refused():
    features = [feature({"id": "A", "n": name}, square(-103.45, 25.55)) for name in ("Uno", "Dos")]
    zones, rejected = read_zones(features, ZoneColumns(name="n", postal_code=None, key="id"), kind="colonia")
    assert [zone.name for zone in zones] == ["Uno"]
    assert [(each.number, each.name) for each in rejected] == [(2, "Dos")]


def test_it_mends_a_polygon_whose_lines_cross():
    bow_tie = [[-103.45, 25.55], [-103.44, 25.56], [-103.44, 25.55], [-103.45, 25.56], [-103.45, 25.55]]
    [zone], rejected = read_zones([feature(CENTRO, bow_tie)], COLUMNS, kind="colonia")
    assert zone.geometry["type"] == "MultiPolygon"
    assert rejected == []


def test_every_refused_feature_says_which_it_is_and_why():
    features = [
        feature({"CP": 27000}, square(-103.45, 25.55)),
        feature({"NOMBRE": "Sin forma"}, None),
        feature({"NOMBRE": "Línea"}, [[-103.45, 25.55], [-103.44, 25.55]], kind="LineString"),
        feature({"NOMBRE": "En metros"}, square(500000.0, 2800000.0, 100.0)),
        feature({"NOMBRE": "Rota"}, [[-103.45, None], [-103.44, "x"]]),
        feature(CENTRO, square(-103.45, 25.55)),
    ]
    zones, rejected = read_zones(features, COLUMNS, kind="colonia")
    assert [zone.name for zone in zones] == ["Centro"]
    assert [each.number for each in rejected] == [1, 2, 3, 4, 5]
    assert [each.name for each in rejected[1:]] == ["Sin forma", "Línea", "En metros", "Rota"]
    assert all(each.reason for each in rejected)

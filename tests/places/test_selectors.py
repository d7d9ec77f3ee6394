"""Where a point lies and which zones a word means."""

import h3
import pytest

from casetypes.kernel.errors import Invalid, NotFound
from casetypes.places import index, selectors, services
from casetypes.places.models import Municipality, Zone
from tests.places.conftest import Source, feature, square


@pytest.fixture
def two_zones(square_city, write_geojson):
    services.import_zones(
        write_geojson(
            feature({"NOMBRE": "CENTRO", "CP": 27000}, square(-103.45, 25.55, 0.02)),
            feature({"NOMBRE": "PLAZA", "CP": 27000}, square(-103.445, 25.555, 0.004)),
        )
    )


@pytest.fixture
def torreon_names(square_city, tmp_path):
    square_city.zones = {"colonia": Source(names="postal_codes", state="Coahuila", municipality="Torreón")}
    services.load_zones(square_city, tmp_path)


def names(text: str, limit: int = 10) -> list[str]:
    return [match.name for match in selectors.search_zones(text, limit)]


def test_a_point_gets_its_zone_and_its_hexagon(two_zones):
    placement = selectors.locate(25.552, -103.448)
    assert placement.inside
    assert placement.zone.key == "centro-27000"
    assert placement.cell == h3.latlng_to_cell(25.552, -103.448, 9)


def test_where_zones_overlap_the_smaller_one_counts(two_zones):
    assert selectors.locate(25.557, -103.443).zone.name == "Plaza"


def test_a_point_in_no_zone_is_inside_all_the_same(two_zones):
    placement = selectors.place(25.51, -103.41)
    assert (placement.inside, placement.zone) == (True, None)


def test_a_point_outside_is_refused_with_words(two_zones):
    assert not selectors.locate(19.43, -99.13).inside
    with pytest.raises(selectors.OutsideMunicipality) as refusal:
        selectors.place(19.43, -99.13)
    assert isinstance(refusal.value, Invalid)
    assert refusal.value.fields[""] == [refusal.value.message]
    assert refusal.value.extra == {"hint": ""}


def test_swapped_coordinates_get_a_hint(two_zones):
    with pytest.raises(selectors.OutsideMunicipality) as refusal:
        selectors.place(-103.45, 25.55)
    assert refusal.value.extra == {"hint": "swapped"}


def test_a_missing_minus_sign_gets_a_hint(two_zones):
    with pytest.raises(selectors.OutsideMunicipality) as refusal:
        selectors.place(25.55, 103.45)
    assert refusal.value.extra == {"hint": "sign"}


@pytest.mark.parametrize("point", [(91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0)])
def test_what_is_no_point_of_the_earth_is_not_inside(db, point):
    assert not selectors.locate(*point).inside
    assert not selectors.inside_municipality(*point)


def test_without_any_city_loaded_every_point_is_inside(no_places):
    assert selectors.place(25.55, -103.45).zone is None


def test_locating_asks_at_most_once_every_two_seconds_whether_zones_changed(
    two_zones, django_assert_num_queries
):
    selectors.locate(25.552, -103.448)
    with django_assert_num_queries(0):
        selectors.locate(25.557, -103.443)
    index.forget()
    with django_assert_num_queries(1):
        selectors.locate(25.557, -103.443)


def test_an_import_by_another_process_is_seen(two_zones):
    assert selectors.locate(25.552, -103.448).zone is not None
    Zone.objects.update(active=False)
    Municipality.objects.update(revision=index.new_revision())
    index.forget()
    assert selectors.locate(25.552, -103.448).zone is None


def test_a_new_import_is_seen_at_once(two_zones, write_geojson):
    assert selectors.locate(25.52, -103.48).zone is None
    services.import_zones(
        write_geojson(feature({"NOMBRE": "SUR", "CP": 27020}, square(-103.49, 25.51, 0.02)))
    )
    assert selectors.locate(25.52, -103.48).zone.name == "Sur"


def test_search_puts_names_that_begin_so_first(torreon_names):
    found = names("jardines", limit=50)
    begin = [name.lower().startswith("jardines") for name in found]
    assert begin[0]
    assert begin == sorted(begin, reverse=True)


@pytest.mark.parametrize("typed", ["torreon centro", "TORREÓN CENTRO", "  torreón   centro "])
def test_search_ignores_accents_case_and_spaces(torreon_names, typed):
    assert names(typed)[0] == "Torreón Centro"


@pytest.mark.parametrize("typed", ["torreon jardni", "abastso", "los angles"])
def test_search_forgives_slips(torreon_names, typed):
    wanted = {"torreon jardni": "Torreón Jardín", "abastso": "Abastos", "los angles": "Los Ángeles"}[typed]
    assert wanted in names(typed)


def test_search_by_postal_code(torreon_names):
    found = selectors.search_zones("27000", limit=5)
    assert found
    assert {match.postal_code for match in found} == {"27000"}
    assert found[0].label.endswith(" 27000")


@pytest.mark.parametrize("typed", ["", " ", "a", "%", "zzzzqqqq", "'; drop"])
def test_a_word_that_means_nothing_finds_nothing(torreon_names, typed):
    assert names(typed) == []


def test_retired_zones_are_not_offered(torreon_names):
    Zone.objects.filter(key="torreon-centro-27000").update(active=False)
    assert "Torreón Centro" not in names("torreón centro")
    assert "torreon-centro-27000" not in dict(selectors.zone_choices())


def test_choices_carry_the_postal_code_because_names_repeat(torreon_names):
    assert dict(selectors.zone_choices("colonia"))["torreon-centro-27000"] == "Torreón Centro 27000"
    assert selectors.zone_choices("sector") == []


def test_an_unknown_zone_is_not_found(db):
    with pytest.raises(NotFound, match="nada"):
        selectors.get_zone("nada")


def test_maps_get_the_outline_with_its_credit_and_the_zones(two_zones):
    outline = selectors.boundary_geojson()
    assert outline["properties"]["credit"] == "Fuente: prueba"
    assert outline["geometry"]["type"] == "Polygon"
    zones = selectors.zones_geojson()
    assert [each["id"] for each in zones["features"]] == ["centro-27000", "plaza-27000"]

"""Loading outlines and zones."""

import pytest
from django.core.management import CommandError, call_command

from casetypes.kernel.errors import Invalid
from casetypes.places import selectors, services
from casetypes.places.models import Municipality, Zone
from tests.places.conftest import City, Source, feature, square

CENTRO = {"NOMBRE": "CENTRO", "CP": 27000}
NORTE = {"NOMBRE": "NORTE", "CP": 27010}
TORREON = {"colonia": Source(names="postal_codes", state="Coahuila", municipality="torreon")}


def revision() -> int:
    return Municipality.objects.get().revision


def test_loading_the_same_outline_again_changes_nothing(square_city, tmp_path):
    before = revision()
    services.load_municipality(square_city, tmp_path)
    assert revision() == before
    assert Municipality.objects.get().credit == "Fuente: prueba"


def test_another_outline_replaces_the_first(square_city, tmp_path, write_geojson):
    write_geojson(feature({}, square(-104.5, 26.5, 0.1)), name="municipio.geojson")
    services.load_municipality(square_city, tmp_path)
    assert not selectors.inside_municipality(25.55, -103.45)
    assert selectors.inside_municipality(26.55, -104.45)


def test_a_city_without_outline_has_everything_inside(no_places, tmp_path):
    services.load_municipality(City(boundary=None), tmp_path)
    assert selectors.inside_municipality(25.55, -103.45)
    assert selectors.boundary_geojson()["geometry"] is None


@pytest.mark.parametrize("content", ["no es json", "[]", '{"type": "FeatureCollection", "features": []}'])
def test_a_file_that_is_no_outline_is_refused_and_nothing_changes(square_city, tmp_path, content):
    (tmp_path / "municipio.geojson").write_text(content)
    with pytest.raises(Invalid, match=r"municipio\.geojson"):
        services.load_municipality(square_city, tmp_path)
    assert selectors.inside_municipality(25.55, -103.45)


def test_names_come_from_the_postal_codes_once_each(square_city, tmp_path):
    square_city.zones = TORREON
    first = services.load_zones(square_city, tmp_path)["colonia"]
    again = services.load_zones(square_city, tmp_path)["colonia"]
    assert first.created > 400
    assert (again.created, again.updated, again.retired, again.unchanged) == (0, 0, 0, first.created)
    assert Zone.objects.get(key="torreon-centro-27000").geometry is None


def test_an_unknown_municipality_is_refused_by_name(square_city, tmp_path):
    square_city.zones = {"colonia": Source(names="postal_codes", state="Coahuila", municipality="Torreno")}
    with pytest.raises(Invalid, match="Torreno, Coahuila"):
        services.load_zones(square_city, tmp_path)


def test_importing_areas_retires_the_names_and_reloading_the_city_does_not_bring_them_back(
    square_city, tmp_path, write_geojson
):
    square_city.zones = TORREON
    names = services.load_zones(square_city, tmp_path)["colonia"].created
    report = services.import_zones(write_geojson(feature(CENTRO, square(-103.45, 25.55))))
    assert (report.created, report.retired) == (1, names)
    services.load_zones(square_city, tmp_path)
    assert [zone.key for zone in Zone.objects.filter(active=True)] == ["centro-27000"]


def test_a_name_that_gains_an_area_stays_the_same_zone(square_city, tmp_path, write_geojson):
    square_city.zones = TORREON
    services.load_zones(square_city, tmp_path)
    before = Zone.objects.get(key="torreon-centro-27000").pk
    properties = {"NOMBRE": "TORREÓN CENTRO", "CP": 27000}
    report = services.import_zones(write_geojson(feature(properties, square(-103.45, 25.55))))
    assert (report.created, report.updated) == (0, 1)
    assert Zone.objects.get(geometry__isnull=False).pk == before


def test_importing_the_same_file_again_changes_nothing(square_city, write_geojson):
    path = write_geojson(feature(CENTRO, square(-103.45, 25.55)), feature(NORTE, square(-103.48, 25.58)))
    services.import_zones(path)
    before = revision()
    report = services.import_zones(path)
    assert (report.created, report.updated, report.unchanged, report.retired) == (0, 0, 2, 0)
    assert revision() == before


def test_a_zone_that_leaves_the_file_is_retired_not_deleted(square_city, write_geojson):
    services.import_zones(
        write_geojson(feature(CENTRO, square(-103.45, 25.55)), feature(NORTE, square(-103.48, 25.58)))
    )
    report = services.import_zones(write_geojson(feature(NORTE, square(-103.48, 25.58))))
    assert (report.unchanged, report.retired) == (1, 1)
    assert selectors.get_zone("centro-27000").active is False
    assert selectors.locate(25.555, -103.445).zone is None


def test_areas_outside_the_municipality_are_refused(square_city, write_geojson):
    path = write_geojson(feature(CENTRO, square(-103.45, 25.55)), feature(NORTE, square(-99.1, 19.4)))
    report = services.import_zones(path)
    assert report.created == 1
    assert [each.name for each in report.rejected] == ["NORTE"]


def test_a_file_without_a_single_usable_area_changes_nothing(square_city, write_geojson):
    services.import_zones(write_geojson(feature(CENTRO, square(-103.45, 25.55))))
    with pytest.raises(Invalid, match=r"otras\.geojson"):
        services.import_zones(write_geojson(feature({"X": 1}, square(-103.45, 25.55)), name="otras.geojson"))
    assert Zone.objects.filter(active=True).count() == 1


def test_the_command_reports_what_it_took_and_what_it_refused(square_city, write_geojson, capsys):
    path = write_geojson(
        feature({"nombre": "Centro", "cp": "27000"}, square(-103.45, 25.55)),
        feature({"nombre": "Nada"}, None),
    )
    call_command("import_zones", str(path), name="nombre", postal_code="cp")
    said = capsys.readouterr().out
    assert "1 " in said.splitlines()[0]
    assert "2. Nada" in said


def test_the_command_says_plainly_that_the_file_is_missing(square_city, tmp_path):
    with pytest.raises(CommandError, match=r"falta\.geojson"):
        call_command("import_zones", str(tmp_path / "falta.geojson"))

"""A publication that the database breaks off half-way, for real: what was live stays live and goes on serving."""

import pytest
from django.db import DatabaseError, connection

from casetypes.audit.models import AuditLeaf
from casetypes.definitions import selectors
from casetypes.definitions.models import CaseTypeVersion, ConfigurationFile
from casetypes.definitions.services import publish_city

pytestmark = pytest.mark.django_db(transaction=True)

AT_COMMIT = """
    CREATE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the disk is full'; END $$;
    CREATE CONSTRAINT TRIGGER break_it AFTER INSERT ON definitions_casetypeversion
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION break_it()
"""
KILLED = """
    CREATE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); RETURN NEW; END $$;
    CREATE TRIGGER break_it AFTER INSERT ON definitions_casetypeversion FOR EACH ROW EXECUTE FUNCTION break_it()
"""
MENDED = "DROP FUNCTION break_it CASCADE"


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def change(file, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def changed(city_folder):
    """The folder of the live city, with other opening hours and a new version of two services."""
    change(
        city_folder / "calendars.yaml",
        '"01-01", name: {es: Año Nuevo',
        '"01-01", name: {es: Primero de enero',
    )
    for service in ("bache", "luminaria"):
        change(city_folder / "services" / f"{service}.yaml", "\ntitle: {es: ", "\ntitle: {es: Otro ")
    return city_folder


def state() -> tuple[object, ...]:
    """What is live, and all that a publication writes."""
    live = selectors.live("bache")
    return (
        live.pk, live.number, selectors.live_service("bache").compiled.spec.title["es"],
        selectors.calendar("oficina").closures,
        CaseTypeVersion.objects.count(), ConfigurationFile.objects.count(), AuditLeaf.objects.count(),
    )  # fmt: skip


@pytest.mark.parametrize("breaking", [AT_COMMIT, KILLED], ids=["refused at commit", "connection killed"])
def test_the_old_version_stays_live_whole_and_the_next_try_publishes(changed, client, report, breaking):
    before = state()
    execute(breaking)
    with pytest.raises(DatabaseError):
        publish_city(changed, "user:1", gates=())
    connection.close()
    execute(MENDED)
    assert state() == before
    assert client.get("/servicios/bache/reportar/", follow=True).status_code == 200
    assert report("bache").version_id == before[0]
    assert publish_city(changed, "user:1", gates=()).published
    assert selectors.live_service("bache").compiled.spec.title["es"] == "Otro Bache"

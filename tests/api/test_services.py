"""The catalogue, forms as JSON Schema, the OpenAPI description, health."""

import jsonschema
import pytest
import yaml
from django.core.cache import cache

from casetypes.definitions.selectors import live_services
from tests.cast import ANSWERS, CONTACT, PLAZA

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_throttle_left_over():
    cache.clear()


def test_the_catalogue_lists_what_the_city_offers_in_the_language_asked_for(client):
    spanish = {service["key"]: service["title"] for service in client.get("/api/v1/services/").json()}
    english = {
        service["key"]: service["title"]
        for service in client.get("/api/v1/services/", headers={"accept-language": "en"}).json()
    }
    assert spanish["bache"] == "Bache"
    assert english["bache"] == "Pothole"
    public = {one.key for one in live_services() if not one.compiled.spec.confidential}
    assert set(spanish) == set(english) == public


@pytest.mark.parametrize("service", ["bache", "fuga_de_agua", "luminaria"])
def test_a_form_is_a_valid_schema_that_accepts_what_intake_accepts(client, service):
    schema = client.get(f"/api/v1/services/{service}/form/").json()
    jsonschema.Draft202012Validator.check_schema(schema)
    answers = {**ANSWERS[service], "ubicacion": PLAZA, **CONTACT}
    jsonschema.validate(answers, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**answers, "color": "azul"}, schema)
    assert schema["x-agora-pages"]


def test_an_unknown_service_is_not_found(client):
    assert client.get("/api/v1/services/nada/form/").status_code == 404


def test_openapi_describes_our_resources_and_nothing_of_the_admin(client):
    description = yaml.safe_load(client.get("/api/v1/schema/").content)
    assert description["openapi"].startswith("3.")
    assert all(path.startswith("/api/v1/") for path in description["paths"])
    assert "/api/v1/cases/{folio}/transitions/{name}/" in description["paths"]


def test_health_answers_and_readiness_names_the_part_that_does_not(client, settings):
    assert client.get("/healthz").json() == {"status": "ok"}
    settings.BROKER_URL = "redis://127.0.0.1:1/0"
    ready = client.get("/readyz").json()
    assert ready["parts"]["database"] == "ok"
    assert ready["parts"]["broker"] != "ok"

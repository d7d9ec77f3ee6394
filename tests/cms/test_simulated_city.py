"""A simulated city says so at every door: public pages, staff pages, PDF, open data, files and the API."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from api.actors import issue_token
from casetypes.access.models import User
from casetypes.cases.models import Case
from casetypes.intake.models import Simulation
from casetypes.intake.simulation import running
from casetypes.intake.simulation.running import Asked, Telling
from casetypes.kernel import clock
from reports.counting.figures import figures
from reports.models import Fact
from reports.pdf import document
from reports.period import Period
from tests.cast import sign_in
from tests.intake.simulation.conftest import small_album  # noqa: F401  (an album that is drawn at once)

CASES = 24
PUBLIC = (
    "/",
    "/en/",
    "/servicios/",
    "/servicios/bache/",
    "/seguimiento/",
    "/transparencia/",
    "/ayuda/",
    "/accesibilidad/",
)
STAFF = ("/admin/", "/admin/mesas/bacheo/")


pytestmark = pytest.mark.django_db


@pytest.fixture
def city(morning, db) -> Case:
    """A few weeks of a simulated city; one case of its potholes desk."""
    asked = Asked(cases=CASES, seed=3, since=morning - timedelta(days=30), until=morning)
    run = running.begin(asked)
    telling = Telling(run)
    for part in running.missing_parts(run):
        telling.tell_part(part)
    running.finish(run)
    found = Case.objects.filter(case_type="bache", desk="bacheo").first()
    assert found is not None
    return found


@pytest.fixture
def staff(city) -> Client:
    client = Client()
    sign_in(client, User.objects.get(username="carla"))
    return client


def test_every_public_page_says_so(city, client):
    for address in PUBLIC:
        page = client.get(address, follow=True)
        assert page.status_code == 200, address
        assert 'class="demo"' in page.content.decode(), address


def test_the_tracking_page_says_so(city, client):
    assert 'class="demo"' in client.get(f"/seguimiento/{city.folio}/").content.decode()


def test_every_staff_page_says_so(staff, city):
    for address in (*STAFF, f"/admin/casos/{city.folio}/"):
        page = staff.get(address, follow=True)
        assert page.status_code == 200, address
        assert 'class="ws-demo"' in page.content.decode(), address


def test_the_file_of_a_queue_says_so(staff):
    address = reverse("workspace_queue_export", args=["bacheo"])
    lines = staff.get(address, {"show": "all"}).getvalue().decode().splitlines()
    assert len(lines) > 1
    assert all("caso de demostración" in line for line in lines[1:])


def test_open_data_says_so(city, client):
    lines = client.get("/transparencia/datos/todo.csv").content.decode().splitlines()
    assert lines[0].endswith(",demonstration")
    assert all(line.endswith(",yes") for line in lines[1:])
    assert client.get("/transparencia/datos/todo.json").json()["figures"]["demonstration"] is True


def test_the_api_says_so(city, client):
    token = issue_token(User.objects.get(username="carla"), "test")
    headers = {"Authorization": f"Bearer {token}"}
    listed = client.get("/api/v1/desks/bacheo/cases/", headers=headers).json()["results"]
    assert listed and all(case["demonstration"] for case in listed)
    assert client.get(f"/api/v1/cases/{city.folio}/").json()["demonstration"] is True


def test_a_city_without_a_simulated_year_says_nothing(db, client):
    assert 'class="demo"' not in client.get("/").content.decode()


@pytest.mark.parametrize(("address", "mark"), [("/", "Demostración"), ("/en/", "Demonstration")])
def test_the_figures_of_the_front_page_say_that_generated_cases_are_counted(report, client, address, mark):
    report("bache")
    assert "figure__demo" not in client.get(address).content.decode()
    cache.clear()
    Fact.objects.update(demonstration=True)
    page = client.get(address).content.decode()
    assert page.count(f'<p class="figure__demo">{mark}</p>') == 3
    assert 'class="demo"' in page


def test_real_cases_are_not_mixed_with_simulated_ones_by_mistake(report):
    report("bache")
    with pytest.raises(Exception, match="There are 1 real cases here"):
        call_command("simulate_year", "--cases", "3", stdout=StringIO())
    assert not Simulation.objects.exists()


def test_the_quarterly_report_says_so(city, morning):
    with clock.at(morning), translation.override("es"):
        counted = figures(period=Period(morning.year, (morning.month + 2) // 3))
        html = document.build(counted, "es", made_at=morning).html
    assert "Datos de demostración" in html

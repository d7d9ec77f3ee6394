"""`manage.py definitions test`: exit codes, words, JSON, coverage; and the gate that asks the same of a publication."""

import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from casetypes.definitions import selectors
from casetypes.definitions.services import DefinitionRefused, publish_city
from tests.proving.scenarios.conftest import told
from tests.proving.scenarios.test_running import rows

PASSES, FAILS = "expect: {state: recibido}", "expect: {priority: low}"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A copy of the live city's folder that a test may change."""
    return Path(shutil.copytree(settings.CITY_DIR, tmp_path / "city"))


def write(city: Path, *steps: str) -> Path:
    file = city / "services" / "bache.yaml"
    file.write_text(told(*steps), "utf-8")
    return file


def command(*arguments: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("definitions", "test", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_one_file_that_holds_ends_well_and_leaves_every_table_as_it_was(db, city):
    file, before = write(city, PASSES), rows()
    code, out, err = command(str(file))
    assert (code, err) == (0, "")
    assert out.startswith("1 servicio, 1 escenario: todos se cumplen.")
    assert rows() == before


def test_a_failure_is_told_with_its_place_in_the_language_asked_for(db, city):
    file = write(city, FAILS)
    code, out, _err = command(str(file), "--language", "en")
    assert code == 1
    assert "services/bache.yaml:" in out
    assert "scenario-failed: scenario " in out
    assert "expected priority low, got normal, because rule 4 decides" in out
    assert "1 scenario: 1 does not hold" in out
    assert "se esperaba prioridad low" in command(str(file))[1]


def test_what_no_scenario_touches_is_listed_when_asked(db, city):
    file = write(city, PASSES)
    line = next(
        number
        for number, text in enumerate(file.read_text("utf-8").splitlines(), 1)
        if text == "  programar:"
    )
    out = command(str(file), "--coverage", "--language", "en")[1]
    assert f'services/bache.yaml:{line} transition "programar"' in out
    assert "transitions 0/13" in out


def test_json_says_the_same_to_machines(db, city):
    code, out, _err = command(str(write(city, FAILS)), "--format", "json", "--language", "en")
    told_ = json.loads(out)
    [service] = told_["services"]
    assert (code, told_["passed"], service["service"]) == (1, False, "bache")
    assert [step["state"] for step in service["scenarios"][0]["steps"]] == ["passed", "failed"]
    assert service["coverage"]["counts"]["transition"] == {"touched": 0, "of": 13}


def test_what_is_not_there_ends_with_two(db, tmp_path):
    assert command(str(tmp_path / "nowhere"))[0] == 2
    assert command("--live", "--service", "nada")[0] == 2


def test_a_folder_with_a_failing_scenario_is_not_published_and_the_live_version_stays(db, city):
    live = selectors.live("bache").pk
    write(city, FAILS)
    with pytest.raises(DefinitionRefused) as refused:
        publish_city(city, "system")
    assert {problem.rule for problem in refused.value.problems} == {"scenario-failed"}
    assert selectors.live("bache").pk == live


def test_a_folder_whose_changed_service_holds_is_published(db, city):
    write(city, PASSES)
    report = publish_city(city, "system", only=["bache"])
    assert [one.key for one in report.published] == ["bache"]
    assert list(selectors.live_service("bache").compiled.spec.scenarios) == ["prueba"]

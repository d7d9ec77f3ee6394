"""The steward's command line."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from django.conf import settings
from django.core.management import call_command

from casetypes.access.models import User
from casetypes.audit.models import AuditLeaf
from casetypes.definitions import selectors
from casetypes.definitions.commands import schema
from casetypes.definitions.json_schemas import json_schemas
from casetypes.definitions.loader.reading import read_text
from casetypes.definitions.models import CaseTypeVersion
from tests.definitions.examples import VILLA
from tests.definitions.linter.test_lint import make_ten_mistakes


def run(*arguments):
    """Exit code, standard output, standard error."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("definitions", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as stopped:
        return stopped.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_lint_says_that_a_clean_city_is_clean(villa):
    code, out, _err = run("lint", villa, "--language", "en")
    assert code == 0
    assert out.endswith("8 files: 0 errors, 2 warnings.\n")


def test_lint_ends_with_one_and_every_problem_when_there_are_errors(villa):
    make_ten_mistakes(villa)
    code, out, _err = run("lint", villa, "--language", "en")
    assert code == 1
    assert out.count("services/bache.yaml:") == 10
    assert 'services/bache.yaml:37:36 unknown-state: transition "rechazar" goes to "improcedent". ' in out


def test_lint_speaks_the_citys_language_unless_another_is_asked_for(villa):
    make_ten_mistakes(villa)
    out = run("lint", villa)[1]
    assert "unknown-state: el paso «rechazar» va a «improcedent». ¿Quiso decir «improcedente»?" in out
    assert out.endswith("8 archivos: 10 errores, 0 avisos.\n")


def test_lint_of_one_file_says_of_it_what_lint_of_the_city_says(villa):
    make_ten_mistakes(villa)
    desks = villa / "desks.yaml"
    desks.write_text(desks.read_text("utf-8").replace("calendar: oficina", "calendar: oficna"), "utf-8")
    whole = run("lint", villa)[1].splitlines()
    for name, count in (("desks.yaml", 1), ("services/bache.yaml", 10), ("messages.yaml", 0)):
        code, out, _err = run("lint", villa / name)
        *problems, last = out.splitlines()
        assert problems == [line for line in whole if line.startswith(f"{name}:")]
        assert len(problems) == count
        assert last.startswith("1 archivo: ")
        assert code == int(count > 0)


def test_lint_as_json_has_the_shape_of_the_contract(villa):
    make_ten_mistakes(villa)
    code, out, _err = run("lint", villa, "--format", "json", "--language", "en")
    found = json.loads(out)
    assert code == 1
    assert list(found) == ["files", "errors", "warnings"]
    assert found["files"] == 8
    assert found["errors"][-2] == {
        "file": "services/bache.yaml",
        "line": 37,
        "column": 36,
        "rule": "unknown-state",
        "message": 'transition "rechazar" goes to "improcedent"',
        "hint": 'Did you mean "improcedente"?',
    }
    assert all(list(each) == list(found["errors"][0]) for each in found["errors"])
    assert {type(value) for each in found["errors"] for value in each.values()} == {str, int}


def test_lint_as_json_lists_warnings_apart_and_ends_with_zero_when_there_is_nothing_else(villa):
    code, out, _err = run("lint", villa, "--format", "json")
    found = json.loads(out)
    assert (code, found["errors"]) == (0, [])
    assert {each["rule"] for each in found["warnings"]} == {"scenario-missing"}


def test_lint_ends_with_two_when_there_is_nothing_to_read(tmp_path):
    assert run("lint", tmp_path / "nada")[0] == 2


def test_the_cities_that_are_shipped_lint_clean():
    out = run("lint", Path(settings.BASE_DIR) / "workflows_yaml", "--language", "en")[1]
    assert out.endswith(" files: 0 errors, 0 warnings.\n"), out


@pytest.mark.django_db
def test_publish_names_its_author_by_number_only(villa):
    irene = User.objects.get(username="irene")
    (villa / "services" / "bache.yaml").unlink()
    (villa / "imports" / "bachometro.yaml").unlink()
    code, out, _err = run("publish", villa, "--as", "irene")
    assert code == 0, out
    assert "ciudad: versión" in out
    assert "\nfragmento ubicacion@1 (" in out and "ubicacion@1: versión" not in out
    assert AuditLeaf.objects.filter(action="definitions.publish", actor=f"user:{irene.pk}/committee").exists()
    assert run("publish", villa, "--as", "nobody")[0] == 2


@pytest.mark.django_db
def test_publish_says_of_a_rename_that_it_is_one_and_of_a_removal_that_it_is_none(villa):
    file = villa / "services" / "socavon.yaml"
    (villa / "services" / "bache.yaml").rename(file)
    (villa / "imports" / "bachometro.yaml").unlink()
    text = file.read_text("utf-8").replace("key: bache", "key: socavon")
    file.write_text(text, "utf-8")
    assert "servicio socavon: versión 1 (primera versión)" in run("publish", villa)[1]
    text = text.replace("improcedente", "negado").replace(
        "checklists:\n", "migrate: {from 1: {states: {improcedente: negado}}}\n\nchecklists:\n"
    )
    file.write_text(text, "utf-8")
    code, out, err = run("publish", villa)
    assert code == 0, err
    assert "servicio socavon: versión 2 (algo cambia de nombre, como dice migrate)" in out


@pytest.mark.django_db
def test_publish_names_the_services_that_stay_live_without_a_file(city_folder):
    def stays(key):
        return (
            f"{key} ya no tiene archivo en la carpeta y sigue vigente: publicar no retira ningún servicio.\n"
        )

    assert "sigue vigente" not in run("publish", city_folder)[1]
    (city_folder / "services" / "ruido.yaml").unlink()
    code, out, err = run("publish", city_folder)
    assert code == 0, err
    assert stays("ruido") in out
    assert selectors.live("ruido").number == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["hugo", "carla", "nobody"])
def test_who_only_writes_definitions_does_not_publish_them(villa, name):
    code, _out, err = run("publish", villa, "--as", name)
    assert code == 2
    assert name in err
    assert not AuditLeaf.objects.filter(action="definitions.publish", actor__startswith="user:").exists()


@pytest.mark.django_db
def test_publish_refuses_with_every_problem_and_publishes_nothing(villa):
    make_ten_mistakes(villa)
    before = CaseTypeVersion.objects.count()
    code, _out, err = run("publish", villa)
    assert code == 1
    assert err.count("services/bache.yaml:") == 10
    assert CaseTypeVersion.objects.count() == before


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_command_whose_reader_left_ends_without_a_word(unbuffered):
    command = [sys.executable, "manage.py", "definitions", "explain"]
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run(  # noqa: S603
        command, cwd=settings.BASE_DIR, env=environment, stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (141, b"")


def test_graph_draws_a_file(villa, tmp_path):
    target = tmp_path / "bache.svg"
    assert run("graph", villa / "services" / "bache.yaml", "--output", target)[0] == 0
    assert target.read_text("utf-8").startswith("<svg")


@pytest.mark.django_db
def test_graph_and_diff_know_the_live_services_and_say_what_does_not_exist(villa):
    assert "<svg" in run("graph", "bache", "--language", "en")[1]
    assert run("diff", "bache")[1] == "Ninguna diferencia.\n"
    told = run("diff", "bache", "--to", villa / "services" / "bache.yaml", "--language", "en")[1]
    assert "The question “Cross streets and landmarks” is removed" in told and "clocks." not in told
    as_json = json.loads(
        run("diff", "bache", "--to", villa / "services" / "bache.yaml", "--format", "json")[1]
    )
    assert (as_json["from"], as_json["to"], as_json["class"]) == (1, None, "removal")
    assert {"class", "path", "sentences", "open_cases"} == set(as_json["changes"][0])
    assert run("graph", "nada")[0] == 2
    assert run("diff", "nada")[0] == 2


def test_the_schemas_for_editors_are_current():
    stale = [path.name for path, text in schema.texts().items() if path.read_text("utf-8") != text]
    assert stale == [], "run: python manage.py definitions schema"


def test_what_lints_clean_also_satisfies_the_schema_an_editor_uses():
    validators = {kind: jsonschema.Draft202012Validator(schema) for kind, schema in json_schemas().items()}
    for path in sorted((Path(settings.BASE_DIR) / "workflows_yaml").glob("*/**/*.yaml")):
        document = read_text(path.read_text("utf-8"), path.name).data
        wrong = [error.message for error in validators[document["kind"]].iter_errors(document)]
        assert wrong == [], path


def test_the_schema_marks_what_the_linter_refuses():
    service = jsonschema.Draft202012Validator(json_schemas()["service"])
    document = read_text((VILLA / "services" / "bache.yaml").read_text("utf-8"), "bache.yaml").data
    for broken in (
        {"desq": "x"},
        {"states": {"a": {"public": "resuelto"}}},
        {"on_open": {"do": [{"avisa": "x"}]}},
    ):
        assert list(service.iter_errors({**document, **broken}))

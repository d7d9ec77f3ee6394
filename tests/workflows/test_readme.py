"""The README for data stewards, followed to the letter: its file, its commands, and the service is there."""

import re
import shlex
import shutil
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from casetypes.access.models import User
from casetypes.definitions import selectors as definitions
from casetypes.intake.services import Submission, submit
from tests.architecture.tree import ROOT
from tests.cast import CONTACT, PLAZA, sign_in

README = (ROOT / "workflows_yaml" / "README.md").read_text("utf-8")
SPANISH, ENGLISH = README.split("\n# How to add a service", 1)
KEY = "banqueta"


def block(language: str, text: str) -> str:
    [found] = re.findall(rf"(?ms)^```{language}\n(.*?)^```$", text)
    return found


@pytest.fixture
def workflows(tmp_path):
    """A copy of the cities, with the README's file where its first line says."""
    folder = shutil.copytree(settings.CITY_DIR, tmp_path / "workflows_yaml" / "torreon").parent
    yaml = block("yaml", SPANISH)
    place = yaml.splitlines()[0].removeprefix("# ")
    (folder / place).write_text(yaml, "utf-8")
    return folder


def run(line: str, folder) -> str:
    """One line of the README, in the copy of the cities."""
    python, manage, *words = shlex.split(line)
    assert (python, manage) == (".venv/bin/python", "manage.py")
    out = StringIO()
    arguments = [word.replace("workflows_yaml", str(folder)) for word in words]
    arguments = [str(folder / word) if word.endswith(".svg") else word for word in arguments]
    try:
        call_command(*arguments, stdout=out, stderr=out)
    except SystemExit:
        pytest.fail(f"{line}\n{out.getvalue()}")
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("text", [SPANISH, ENGLISH], ids=["in Spanish", "in English"])
def test_who_follows_it_has_the_service_in_the_portal_and_in_its_queue(workflows, client, text):
    said = {line.split()[3]: run(line, workflows) for line in block("sh", text).splitlines()}
    assert list(said) == ["lint", "test", "graph", "publish"]
    assert (workflows / "banqueta.svg").read_text("utf-8").startswith("<svg")
    assert definitions.live(KEY).number == 1
    assert "Banqueta rota" in client.get("/servicios/").content.decode()
    assert client.get(f"/servicios/{KEY}/reportar/", follow=True).status_code == 200
    answers = {"que_tiene": "hoyo", "caida": True, "ubicacion": PLAZA, **CONTACT}
    case = submit(Submission(service=KEY, answers=answers, channel="web", language="es"))
    assert (case.desk_id, case.priority) == ("bacheo", 2)
    sign_in(client, User.objects.get(username="carla"))
    assert case.folio in client.get("/admin/mesas/bacheo/").content.decode()


def test_both_languages_tell_the_same_steps():
    assert block("sh", SPANISH) == block("sh", ENGLISH)
    for text in (SPANISH, ENGLISH):
        assert [int(number) for number in re.findall(r"(?m)^(\d+)\. ", text.split("\n## ")[1])] == list(
            range(1, 11)
        )


@pytest.mark.parametrize("text", [SPANISH, ENGLISH], ids=["in Spanish", "in English"])
def test_the_copy_and_the_commands_are_typed_in_the_same_folder(text):
    [(source, target)] = re.findall(r"`cp (\S+) (\S+)`", text)
    assert (ROOT / source).is_file() and (ROOT / target).parent.is_dir()
    assert target in block("sh", text)
    assert "`make run`" in text.split("```")[0]

"""Units and containers say what the supervisor does, because all three read one list."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from config.deployment.documents import documents
from config.deployment.plan import Plan
from config.runtime import processes
from config.runtime.app import App
from config.runtime.place import Place
from config.settings import required


@pytest.fixture
def units():
    return documents("systemd", Plan())


@pytest.fixture
def compose():
    return yaml.safe_load(documents("compose", Plan())["compose.yaml"])


def command(process):
    return " ".join(process.arguments("%S/agora/${CITY}"))


@pytest.mark.parametrize("process", [p for p in processes.ALL if p.argv], ids=lambda p: p.name)
def test_every_process_has_a_unit_and_a_container_with_its_command(units, compose, process):
    assert f"/opt/agora/.venv/bin/python {command(process)}\n" in units[f"agora-{process.name}.service"]
    service = compose["services"][process.name]
    assert service["command"][1:4] == list(process.argv[:3])
    assert service["mem_limit"] == process.memory.lower()


def test_what_prepares_runs_its_steps_in_order_and_before_all_others(units, compose):
    lines = [line for line in units["agora-prepare.service"].splitlines() if line.startswith("ExecStart=")]
    assert [line.split("python ", 1)[1] for line in lines] == [" ".join(s) for s in processes.PREPARE.steps]
    for name in ("web", "worker", "beat"):
        assert "Requires=agora-prepare.service" in units[f"agora-{name}.service"]
        waits = compose["services"][name]["depends_on"]
        assert waits == {"prepare": {"condition": "service_completed_successfully"}}


def test_the_supervisor_starts_the_same_commands(var):
    place = Place("torreon")
    place.prepare()
    app = App(place, "torreon", {}, None, "postgres://x")
    web, worker = app.web("127.0.0.1", 18111), app.worker()
    assert tuple(web.argv[1:]) == processes.WEB.argv
    assert tuple(worker.argv[1 : 1 + len(processes.WORKER.argv)]) == processes.WORKER.argv
    assert worker.argv[-1] == str(place.var / "beat-schedule")


def test_secrets_are_credentials_and_files_never_words_of_the_environment(units, compose):
    for name in required.REQUIRED:
        if name in processes.SECRETS:
            assert f"LoadCredential={name}:" in units["agora-web.service"]
            assert f"{name}=" not in units["agora.env"].replace(f"#   {name}", "")
            assert compose["services"]["web"]["environment"][f"{name}_FILE"] == f"/run/secrets/{name.lower()}"
        else:
            assert f"\n{name}=" in units["agora.env"]
    assert set(compose["services"]["web"]["secrets"]) <= set(compose["secrets"])


def test_a_fixed_account_replaces_the_one_per_boot():
    unit = documents("systemd", Plan(user="agora-city"))["agora-web.service"]
    assert "User=agora-city\n" in unit
    assert "DynamicUser" not in unit


def test_the_command_writes_what_it_names(tmp_path):
    said = io.StringIO()
    call_command("deployment", "compose", output=tmp_path, stdout=said)
    named = [Path(line) for line in said.getvalue().splitlines()]
    assert {path.name for path in named} == {"compose.yaml", "Containerfile", ".dockerignore", "agora.env"}
    assert all(path.stat().st_size for path in named)
    printed = io.StringIO()
    call_command("deployment", "systemd", stdout=printed)
    assert "agora.target" in printed.getvalue()


def test_a_shell_reads_the_settings_as_they_are(tmp_path):
    call_command("deployment", "systemd", output=tmp_path, stdout=io.StringIO())
    told = subprocess.run(
        ["sh", "-c", 'set -a; . ./agora.env; printf %s "$EMAIL_FROM"'],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert told.stdout == "Ágora <no-reply@agora.example>", told.stderr


def test_containers_of_another_city_keep_their_timetable_in_its_folder():
    beat = yaml.safe_load(documents("compose", Plan(city="hermosillo"))["compose.yaml"])["services"]["beat"]
    assert "/var/lib/agora/hermosillo/beat-schedule" in beat["command"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_understands_every_word(tmp_path):
    checkout = tmp_path / "agora"
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to("/bin/true")
    for name, content in documents("systemd", Plan(directory=str(checkout))).items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(tmp_path.glob("agora*.[st]*"))],
        capture_output=True,
        text=True,
    )
    ours = [line for line in done.stderr.splitlines() if "agora" in line]
    assert ours == []


@pytest.mark.skipif(not shutil.which("docker-compose"), reason="docker-compose is not installed")
def test_compose_understands_every_word(tmp_path):
    for name, content in documents("compose", Plan()).items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    done = subprocess.run(
        ["docker-compose", "-f", str(tmp_path / "compose.yaml"), "config", "--quiet"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")

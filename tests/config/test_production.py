"""Settings of production: complete or refused, and nothing that Django would warn of."""

import pytest

from config.settings.security import key_of_city
from tests.config.production import WHOLE, fresh

SETTINGS = "from django.conf import settings; "
SECRET = "a secret of sixty characters, which is longer than fifty are"


def test_everything_that_is_missing_is_said_at_once(var):
    done = fresh(var, "manage.py", "check", DJANGO_SETTINGS_MODULE="config.settings.prod")
    assert done.returncode == 1
    needed = set(WHOLE) - {"DJANGO_SETTINGS_MODULE", "TRUSTED_PROXIES"}
    assert [name for name in sorted(needed) if f"{name} is missing" not in done.stderr] == []
    assert "TRUSTED_PROXIES must be 1 or more" in done.stderr


def test_what_cannot_be_used_is_named_without_being_repeated(var):
    bad = {
        "SECRET_KEY": "hush-hush",
        "MASTER_KEY": "hush-hush",
        "ALLOWED_HOSTS": "*",
        "PUBLIC_URL": "http://agora.example",
        "PROXY_NETWORKS": "hush-hush",
    }
    done = fresh(var, "manage.py", "check", **WHOLE | bad)
    assert "ALLOWED_HOSTS must name the hosts" in done.stderr
    assert "SECRET_KEY must have 50 characters" in done.stderr
    assert "MASTER_KEY must be 32 bytes" in done.stderr
    assert "PROXY_NETWORKS must be networks" in done.stderr
    assert "PUBLIC_URL must begin with https" in done.stderr
    assert "hush-hush" not in done.stdout + done.stderr


def test_the_codes_of_a_demonstration_are_refused(var):
    done = fresh(var, "manage.py", "check", **WHOLE | {"DEMONSTRATION_CODES": "1"})
    assert done.returncode == 1 and "DEMONSTRATION_CODES must not be set" in done.stderr


def test_the_codes_of_a_demonstration_are_off_unless_one_machine_turns_them_on(var):
    told = SETTINGS + "print(settings.DEMONSTRATION_CODES)"
    for expected, more in (("False", {}), ("True", {"DEMONSTRATION_CODES": "1"})):
        done = fresh(var, "-c", told, **{"DJANGO_SETTINGS_MODULE": "config.settings.dev"} | more)
        assert done.stdout.strip() == expected, done.stderr


def test_django_has_nothing_to_warn_of(var):
    done = fresh(var, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **WHOLE)
    assert (done.returncode, done.stderr) == (0, "")


def test_only_one_warning_is_silenced_and_its_reason_is_written(var):
    done = fresh(var, "-c", SETTINGS + "print(settings.SILENCED_SYSTEM_CHECKS)", **WHOLE)
    assert done.stdout.strip() == "['security.W019']", done.stderr


def test_secrets_come_from_files_and_from_credentials(var):
    (var / "city.key").write_text(SECRET + "\n", "utf-8")
    (var / "MASTER_KEY").write_text(WHOLE["MASTER_KEY"] + "\n", "utf-8")
    given = {name: value for name, value in WHOLE.items() if name not in {"SECRET_KEY", "MASTER_KEY"}}
    files = {"SECRET_KEY_FILE": str(var / "city.key"), "CREDENTIALS_DIRECTORY": str(var)}
    done = fresh(var, "-c", SETTINGS + "print(settings.SECRET_KEY, settings.MASTER_KEY)", **given | files)
    assert done.stdout.strip() == f"{key_of_city(SECRET, 'torreon')} {WHOLE['MASTER_KEY']}", done.stderr


def test_a_secrets_file_that_cannot_be_read_stops_the_start(var):
    done = fresh(var, "manage.py", "check", **WHOLE | {"SECRET_KEY": "", "SECRET_KEY_FILE": str(var / "no")})
    assert done.returncode == 1
    assert str(var / "no") in done.stderr


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, "60 None False"),
        ({"DATABASE_POOL": "4"}, "0 4 False"),
        ({"DATABASE_PGBOUNCER": "1"}, "60 None True"),
    ],
)
def test_connections_are_kept_pooled_or_left_to_pgbouncer(var, settings, expected):
    show = (
        "d = settings.DATABASES['default']; o = d['OPTIONS']; "
        "print(d['CONN_MAX_AGE'], o.get('pool', {}).get('max_size'), d.get('DISABLE_SERVER_SIDE_CURSORS', False))"
    )
    done = fresh(var, "-c", SETTINGS + show, **WHOLE | settings)
    assert done.stdout.strip() == expected, done.stderr


def test_a_statement_has_its_limit_and_the_urls_own_options_are_kept(var):
    url = WHOLE["DATABASE_URL"] + "?sslmode=require"
    show = "o = settings.DATABASES['default']['OPTIONS']; print(o['options'], o['sslmode'])"
    done = fresh(
        var, "-c", SETTINGS + show, **WHOLE | {"DATABASE_URL": url, "DATABASE_STATEMENT_TIMEOUT": "30"}
    )
    assert done.stdout.strip() == "-c statement_timeout=30s require"

"""A cache that is away makes pages slower, never broken; and signs nobody out."""

import pickle
from importlib import import_module

import pytest
from django.conf import settings as now
from django.core.cache import caches

from config.cache import ForgivingRedisCache, SessionCache
from config.settings.tasks import SHARED_CACHE

AWAY = {**SHARED_CACHE, "LOCATION": "redis://127.0.0.1:1/0"}


@pytest.fixture(autouse=True)
def _no_rest_from_another_test(monkeypatch):
    monkeypatch.setattr(ForgivingRedisCache, "_away_until", 0.0)


@pytest.fixture
def away():
    return ForgivingRedisCache(AWAY["LOCATION"], {"OPTIONS": AWAY["OPTIONS"]})


@pytest.fixture
def shared(settings):
    """Both caches in the broker's server, as production has them."""
    there = {**SHARED_CACHE, "LOCATION": now.BROKER_URL, "KEY_PREFIX": "test-cache"}
    settings.CACHES = {
        "default": {"BACKEND": "config.cache.ForgivingRedisCache", **there},
        "sessions": {"BACKEND": "config.cache.SessionCache", **there},
    }
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    settings.SESSION_CACHE_ALIAS = "sessions"


def test_what_cannot_be_read_is_a_miss_and_what_cannot_be_written_is_not_kept(away):
    away.set("a", 1)
    away.set_many({"a": 1})
    away.delete("a")
    away.delete_many(["a"])
    away.clear()
    assert away.get("a", "otherwise") == "otherwise"
    assert away.get_many(["a"]) == {}
    assert (away.has_key("a"), away.touch("a"), away.answers()) == (False, False, False)
    assert away.get_or_set("b", lambda: "counted") == "counted"
    assert away.incr("c") == 1


def test_after_a_failure_nobody_waits_for_the_server_for_a_while(away, monkeypatch):
    away.get("a")
    asked = []
    monkeypatch.setattr(away._cache, "get", lambda *a, **k: asked.append(a))
    away.get("a")
    assert asked == []


@pytest.mark.broker
def test_what_another_release_wrote_and_this_one_cannot_read_is_a_miss(shared):
    cache = caches["default"]
    client = cache._cache.get_client(write=True)
    client.set(cache.make_and_validate_key("old"), b"\x80\x05cgone.module\nNothing\n.")
    client.set(cache.make_and_validate_key("new"), pickle.dumps("read"))
    assert (cache.get("old"), cache.get("new")) == (None, "read")


@pytest.mark.broker
@pytest.mark.django_db
def test_a_flushed_cache_signs_nobody_out(shared, signed_in):
    client = signed_in("carla")
    assert client.get("/admin/").status_code == 200
    caches["sessions"].clear()
    assert client.get("/admin/").status_code == 200


@pytest.mark.django_db
def test_a_lost_cache_signs_nobody_out_and_breaks_no_page(settings, signed_in):
    settings.CACHES = {
        "default": {"BACKEND": "config.cache.ForgivingRedisCache", **AWAY},
        "sessions": {"BACKEND": "config.cache.SessionCache", **AWAY},
    }
    settings.SESSION_ENGINE, settings.SESSION_CACHE_ALIAS = (
        "django.contrib.sessions.backends.cached_db",
        "sessions",
    )
    client = signed_in("carla")
    assert client.get("/admin/").status_code == 200
    assert client.get("/").status_code == 200
    assert client.get("/transparencia/").status_code == 200


def test_a_copy_of_a_session_is_believed_for_minutes_not_weeks(settings):
    sessions = SessionCache(AWAY["LOCATION"], {"OPTIONS": AWAY["OPTIONS"]})
    two_weeks = import_module(settings.SESSION_ENGINE).SessionStore().get_expiry_age()
    assert two_weeks > 86_400
    assert sessions.get_backend_timeout(two_weeks) == 300
    assert sessions.get_backend_timeout(None) == 300
    assert sessions.get_backend_timeout(60) == 60

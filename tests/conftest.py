"""What every test stands on: a private clone of the migrated database and private folders.

The people of the tests (Ana the citizen, Beto the agent …) are in `tests/cast.py`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker

from config.runtime import messages, packages
from config.runtime.checks import NO_BROWSER
from tests.browser import serving
from tests.template_database import TemplateDatabase

if (Path(__file__).parent / "cast.py").exists():
    pytest_plugins = ["tests.cast"]


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[TemplateDatabase]:
    """Replaces pytest-django's: clone the template instead of migrating, re-clone instead of flushing."""
    database = TemplateDatabase()
    with django_db_blocker.unblock():
        database.open()
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: database.renew()
    yield database
    TransactionTestCase._fixture_teardown = flush
    with django_db_blocker.unblock():
        database.close()


@pytest.fixture(autouse=True)
def _zones_of_this_test() -> None:
    """The index of zones in memory outlives the rows that an earlier test rolled back."""
    from casetypes.places import index

    index.forget()


@pytest.fixture(autouse=True)
def nothing_left_by_another_test() -> None:
    """Language and cache live in the process: each test starts with the city's language and an empty cache."""
    translation.deactivate()
    cache.clear()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of this process's browser, which stays open; skips where there is none."""
    found = packages.find_chromium() or pytest.skip(NO_BROWSER)
    with serving(found, tmp_path_factory.mktemp("browser")) as address:
        yield address


def pytest_configure(config: pytest.Config) -> None:
    """Texts are compiled once, by the process that starts the workers."""
    if not hasattr(config, "workerinput"):
        messages.compile_all()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser journeys are skipped, and counted, where there is no browser."""
    if packages.find_chromium():
        return
    for item in items:
        if item.get_closest_marker("journey"):
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))

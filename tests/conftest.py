"""What every test stands on: a private clone of the migrated database and private folders.

The people of the tests (Ana the citizen, Beto the agent …) are in `tests/cast.py`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests.template_database import TemplateDatabase

if (Path(__file__).parent / "cast.py").exists():
    pytest_plugins = ["tests.cast"]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replaces pytest-django's: clone the template instead of migrating, re-clone instead of flushing."""
    database = TemplateDatabase()
    with django_db_blocker.unblock():
        database.open()
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: database.renew()
    yield
    TransactionTestCase._fixture_teardown = flush
    with django_db_blocker.unblock():
        database.close()

"""One at a time in the whole city, whichever process asks and whoever pools its connections."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from casetypes.kernel.exclusive import exclusively

pytestmark = pytest.mark.django_db


def is_free(key):
    """What another process would find."""

    def ask():
        with exclusively(connection, key) as free:
            connection.close()
            return free

    with ThreadPoolExecutor(1) as other:
        return other.submit(ask).result()


def test_the_second_finds_it_taken_until_the_first_is_done():
    with exclusively(connection, "the-report") as free:
        assert free
        assert not is_free("the-report")
        assert is_free("another-report")
    assert is_free("the-report")


def test_it_is_free_again_after_a_failure():
    with pytest.raises(ZeroDivisionError), exclusively(connection, "the-report"):
        raise ZeroDivisionError
    assert is_free("the-report")


def test_it_survives_that_the_work_inside_ends_its_session():
    """Behind a transaction pooler every transaction is in another session."""
    with exclusively(connection, "the-report"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")
        assert not is_free("the-report")

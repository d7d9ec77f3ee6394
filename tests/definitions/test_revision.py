"""How a publication of one process is seen by the others."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection, transaction

from casetypes.definitions import selectors
from casetypes.definitions.services import publish_city


def elsewhere(work):
    """Run in a thread, which has a database connection of its own, as another process has."""

    def there():
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(there).result()


@pytest.fixture
def socavon(villa):
    """Villa as another process publishes it, its one service under a key of its own."""
    service = (villa / "services" / "bache.yaml").rename(villa / "services" / "socavon.yaml")
    service.write_text(service.read_text("utf-8").replace("key: bache", "key: socavon"), "utf-8")
    (villa / "imports" / "bachometro.yaml").unlink()
    elsewhere(lambda: publish_city(villa, "system"))
    return service


def rename(service, old, new):
    service.write_text(service.read_text("utf-8").replace(old, new), "utf-8")
    elsewhere(lambda: publish_city(service.parent.parent, "system"))


def title():
    return selectors.live_service("socavon").compiled.spec.title["es"]


@pytest.mark.django_db(transaction=True)
def test_a_publication_of_another_process_is_seen_at_once(socavon):
    assert title() == "Bache"
    rename(socavon, "es: Bache,", "es: Socavón,")
    assert title() == "Socavón"


@pytest.mark.django_db(transaction=True)
def test_one_transaction_sees_one_state_of_the_definitions(socavon):
    with transaction.atomic():
        assert title() == "Bache"
        rename(socavon, "es: Bache,", "es: Socavón,")
        assert title() == "Bache"
    assert title() == "Socavón"


@pytest.mark.django_db(transaction=True)
def test_a_request_asks_for_the_stamp_once(socavon, django_assert_num_queries):
    title()
    request_started.send(None)
    try:
        with django_assert_num_queries(1):
            title()
            selectors.city()
    finally:
        request_finished.send(None)

"""Two cities whose operator gave both the same keys and the same cache: nothing of one opens anything in the other."""

import pytest

from tests.hostile import keys_of_a_city as city
from tests.hostile.other_city import hermosillo

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.broker]


def test_what_opens_something_in_one_city_opens_nothing_in_the_other(django_db_setup, mailoutbox):
    with django_db_setup.another_city() as database, hermosillo(database) as there, city.shared_cache():
        ours = city.things()
        theirs = there.ask(vars(ours))
        keys = city.made(ours, city.Things(**theirs["things"]))
        assert city.opened(theirs["own"], ours) == []
        assert city.opened(theirs["forged"], ours) == []
        told = there.ask(keys)
        assert (told["own"], told["forged"]) == ([], [])
        assert told["its own"] == list(city.KEYS)
        assert city.opened(keys["own"], ours) == list(city.KEYS)

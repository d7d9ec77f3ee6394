"""The tests' own database: what a transactional test leaves behind is gone for the next one."""

import pytest
from django.contrib.contenttypes.models import ContentType


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_finds_the_migrated_rows_and_nothing_of_another_test(time):
    assert ContentType.objects.filter(app_label="access", model="user").exists()
    ContentType.objects.create(app_label="left", model="behind")

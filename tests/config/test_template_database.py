"""The tests' own database: what a transactional test destroys is there again for the next one."""

import pytest
from django.contrib.contenttypes.models import ContentType


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_migrated_rows_survive_a_transactional_test(time):
    assert ContentType.objects.exists()
    ContentType.objects.all().delete()

"""Two people act while the case changes desk: the second is told of the conflict, never "no such case"."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from casetypes.access.actors import for_user
from casetypes.access.models import User
from casetypes.cases import engine
from casetypes.kernel.errors import Conflict, DomainError

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_referral_clicked_twice_is_one_referral_and_one_conflict(report):
    case = report("bache")
    carla = for_user(User.objects.get(username="carla"))
    start = Barrier(3)

    def refer(_number: int) -> object:
        try:
            start.wait(timeout=30)
            return engine.advance(
                case.folio,
                "turnar",
                actor=carla,
                input={"a": "direccion-obras", "motivo": "Es suyo"},
                expected_revision=1,
            ).state
        except DomainError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(refer, range(3)))
    assert answers.count("turnado") == 1
    assert sum(isinstance(answer, Conflict) for answer in answers) == 2

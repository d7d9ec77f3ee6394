"""Two clicks at once: real threads, real connections, one case."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from casetypes.cases.models import Case
from casetypes.citizens.models import Citizen
from casetypes.intake import drafts
from casetypes.intake.services import Submission, submit
from tests.cast import ANSWERS, CONTACT, PLAZA

pytestmark = pytest.mark.django_db(transaction=True)

WHOLE = {**ANSWERS["bache"], "ubicacion": PLAZA, **CONTACT}


def at_once(work: Callable[[], Case], times: int = 4) -> list[Case]:
    """`work` in several threads that start together."""
    start = Barrier(times)

    def one(_number: int) -> Case:
        try:
            start.wait(timeout=30)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(one, range(times)))


def test_a_form_sent_four_times_at_once_is_one_case():
    saved = drafts.start("bache", language="es")
    cases = at_once(lambda: submit(Submission(service="bache", answers=WHOLE, draft=saved.secret)))
    assert len({case.folio for case in cases}) == Case.objects.count() == Citizen.objects.count() == 1


def test_a_key_sent_four_times_at_once_is_one_case():
    cases = at_once(lambda: submit(Submission(service="bache", answers=WHOLE, idempotency_key="k-1")))
    assert len({case.folio for case in cases}) == Case.objects.count() == Citizen.objects.count() == 1

"""Real threads on real PostgreSQL: writers, two sequencers and a signer at the same time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from casetypes.audit import services
from casetypes.audit.models import AuditLeaf, Checkpoint
from casetypes.audit.verify import verify_log

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH = 6, 25


def in_own_connection(work):
    def run(argument):
        try:
            return work(argument)
        finally:
            connection.close()

    return run


@in_own_connection
def write(writer):
    for number in range(EACH):
        with transaction.atomic():
            services.record(action="case.open", actor="reporter", subject=f"case:{writer}-{number}", data={})
            if number % 5 == 0:
                transaction.set_rollback(True)


@in_own_connection
def sequence(_):
    return sum(services.sequence(limit=7) for _ in range(12))


@in_own_connection
def sign(_):
    return [services.checkpoint().tree_size for _ in range(8)]


def test_writers_sequencers_and_signers_at_once_leave_one_sound_log():
    with ThreadPoolExecutor(WRITERS + 3) as pool:
        writers = [pool.submit(write, number) for number in range(WRITERS)]
        placed = [pool.submit(sequence, number) for number in range(2)]
        signed = pool.submit(sign, 0)
        [writer.result() for writer in writers]
        counted = sum(work.result() for work in placed)
        signed.result()
    counted += services.sequence_all()
    services.checkpoint()
    expected = WRITERS * EACH * 4 // 5
    assert AuditLeaf.objects.count() == counted == expected
    positions = list(AuditLeaf.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(expected))
    verdict = verify_log()
    assert verdict.sound, verdict.problem
    assert verdict.checkpoints == Checkpoint.objects.count()


def test_a_slow_writer_with_a_lower_number_comes_later_and_nothing_is_skipped():
    with transaction.atomic():
        services.record(action="case.open", actor="reporter", subject="case:slow", data={})
        with ThreadPoolExecutor(1) as pool:

            @in_own_connection
            def quick(_):
                services.record(action="case.open", actor="reporter", subject="case:quick", data={})
                return services.sequence()

            assert pool.submit(quick, 0).result() == 1
    assert services.sequence() == 1
    subjects = AuditLeaf.objects.order_by("position").values_list("subject", flat=True)
    assert list(subjects) == ["case:quick", "case:slow"]
    services.checkpoint()
    assert verify_log().sound

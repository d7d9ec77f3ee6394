"""Rows that are sent together."""

import pytest
from django.db import DatabaseError, connection, transaction

from casetypes.audit import rows
from casetypes.cases.models import CaseEvent, CaseLink
from casetypes.citizens.models import Citizen, Consent, ContactPoint

pytestmark = pytest.mark.django_db


def event(case, name: str = "note") -> CaseEvent:
    return CaseEvent(case=case, kind="note", name=name, actor_role="system", desk=case.desk_id, revision=1)


def test_rows_of_several_tables_are_one_message_and_know_their_keys(report, django_assert_num_queries):
    case = report("bache")
    citizen, first, second = Citizen(language="es"), event(case), event(case)
    with django_assert_num_queries(1), rows.together():
        rows.insert(citizen, Consent(citizen=citizen, notice="n", version="1", channel="web"))
        rows.insert(first, second)
        rows.update(case, ("search_text",))
    assert first.pk is not None
    assert [first.pk, second.pk] == list(case.events.order_by("pk").values_list("pk", flat=True))[-2:]
    assert citizen.consents.get().notice == "n"


def test_a_row_may_refer_to_one_that_waits_before_it(report, django_assert_num_queries):
    case, other = report("bache"), report("bache")
    other.pk, other.folio, other._state.adding = None, "TRC-26-0000000ZX", True
    link = CaseLink(case=case, other=other, kind="child")
    with django_assert_num_queries(1):
        rows.insert(other, link)
    assert link.other_id == other.pk
    assert CaseLink.objects.get().other.folio == "TRC-26-0000000ZX"


def test_whoever_reads_meanwhile_reads_what_was_given_before(report):
    case = report("bache")
    with rows.together():
        rows.insert(event(case, "given"))
        assert case.events.filter(name="given").exists()


def test_what_fails_inside_sends_nothing(report):
    case = report("bache")
    with pytest.raises(ZeroDivisionError), rows.together():
        rows.insert(event(case, "never"))
        raise ZeroDivisionError
    assert not case.events.filter(name="never").exists()


def test_an_inner_transaction_that_is_undone_takes_its_rows_along(report):
    case = report("bache")
    with transaction.atomic(), rows.together():
        rows.insert(event(case, "stays"))
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            rows.insert(event(case, "goes"))
            raise ZeroDivisionError
    assert list(case.events.filter(kind="note").values_list("name", flat=True)) == ["stays"]


def test_a_percent_sign_is_a_percent_sign():
    citizen = Citizen(language="%s%%")
    rows.insert(citizen, ContactPoint(citizen=citizen, kind="email", sealed=b"%s\x00", digest="100 %"))
    point = ContactPoint.objects.get(digest="100 %")
    assert (point.citizen.language, bytes(point.sealed)) == ("%s%%", b"%s\x00")


def test_a_row_that_is_gone_is_not_updated_silently(report):
    case = report("bache")
    note = case.events.create(kind="note", actor_role="system", desk="bacheo", revision=1)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_caseevent WHERE id = %s", [note.pk])
    with pytest.raises(DatabaseError, match="gone"):
        rows.update(note, ("public",))

"""Whose record an identity of Llave MX is: known, proven here, asked for, or new. Two never become one silently."""

import json
import threading

import pytest
from django.db import connection

from casetypes.accounts import services as accounts
from casetypes.accounts.llave_mx import linking
from casetypes.accounts.llave_mx.linking import Choice, Entered
from casetypes.accounts.llave_mx.models import LlaveMxIdentity
from casetypes.accounts.llave_mx.protocol import Person
from casetypes.audit.models import AuditLeaf
from casetypes.citizens import selectors
from casetypes.citizens import services as citizens
from casetypes.citizens.models import Citizen
from casetypes.kernel.errors import Conflict, Refused
from tests.accounts.llave_mx.simulator import person

pytestmark = pytest.mark.django_db
OTHER_CURP = "PEGG900115HDFRZN06"


def told(**changed) -> Person:
    return Person.model_validate_json(json.dumps(person(**changed)))


def proven(address: str = "ana@example.org", kind: str = "email") -> Citizen:
    """Somebody who proved an address by a code."""
    return accounts.person_of(kind=kind, address=address, language="es")


def test_a_stranger_gets_a_record_of_their_own_with_the_address_that_was_verified():
    outcome = linking.arrive(told(), language="en")
    assert isinstance(outcome, Entered)
    assert (outcome.how, outcome.citizen.language) == ("new", "en")
    assert [each.value for each in selectors.addresses(outcome.citizen)] == ["ana@example.org"]
    assert linking.curp_of(outcome.citizen) == "GOMA850101MCLMRN01"


def test_the_same_identity_is_the_same_citizen_ever_after():
    first = linking.arrive(told())
    again = linking.arrive(told(correo="another@example.org", curp=None))
    assert (again.citizen, again.how) == (first.citizen, "known")
    assert LlaveMxIdentity.objects.count() == 1


def test_a_verified_address_that_was_proven_here_joins():
    ana = proven()
    assert linking.arrive(told()) == Entered(ana, "email")


@pytest.mark.parametrize("said", [False, None, ..., "sí"])
def test_an_address_that_llave_mx_has_not_verified_joins_nobody(said):
    ana = proven()
    outcome = linking.arrive(told(correoVerificado=said))
    assert outcome.citizen != ana
    assert selectors.addresses(outcome.citizen) == []


def test_an_address_that_nobody_has_proven_here_joins_nobody():
    typed_by_somebody = citizens.register(contacts={"email": "ana@example.org"}, language="es")
    assert linking.arrive(told()).citizen != typed_by_somebody


def test_the_phone_joins_nobody_for_llave_mx_is_not_trusted_with_it():
    assert linking.arrive(told(correo=None)).citizen != proven("+528711234567", "phone")


def test_a_curp_that_came_before_joins_the_new_llave_mx_of_the_same_person():
    first = linking.arrive(told())
    again = linking.arrive(told(idUsuario=99, correo="new@example.org"))
    assert (again.citizen, again.how) == (first.citizen, "curp")
    assert linking.arrive(told(idUsuario=99)).how == "known"
    assert LlaveMxIdentity.objects.count() == 1


@pytest.mark.parametrize("curp", ["XEXX010101HNEXXXA4", None, "", "GOMA850101MCLMRN09"])
def test_what_is_no_curp_joins_nobody_and_refuses_nobody(curp):
    first = linking.arrive(told(idUsuario=1, curp=curp, correo=None))
    second = linking.arrive(told(idUsuario=2, curp=curp, correo=None))
    assert first.citizen != second.citizen
    assert linking.curp_of(first.citizen) == ""


def test_somebody_else_who_shares_a_mailbox_is_not_that_person():
    first = linking.arrive(told())
    second = linking.arrive(told(idUsuario=2, curp=OTHER_CURP))
    assert second.citizen != first.citizen
    assert selectors.owner_of("email", "ana@example.org") == first.citizen


def test_two_records_are_never_joined_in_silence():
    by_curp = linking.arrive(told(correo=None)).citizen
    by_address = proven()
    outcome = linking.arrive(told(idUsuario=2))
    assert outcome == Choice((by_curp, by_address))
    assert LlaveMxIdentity.objects.count() == 1


def test_the_one_that_is_chosen_gets_the_identity_and_the_other_keeps_everything():
    by_curp = linking.arrive(told(correo=None)).citizen
    by_address = proven()
    again = told(idUsuario=2)
    assert linking.choose(again, by_address.pk) == Entered(by_address, "chosen")
    assert linking.arrive(again) == Entered(by_address, "known")
    assert linking.identity_of(by_curp) is not None
    assert linking.curp_of(by_curp) == "GOMA850101MCLMRN01"


def test_an_account_that_was_not_offered_cannot_be_chosen():
    proven()
    stranger = proven("stranger@example.org")
    with pytest.raises(Conflict):
        linking.choose(told(), stranger.pk)
    assert LlaveMxIdentity.objects.count() == 0


def test_whoever_is_signed_in_links_their_own_account():
    beto = proven("beto@example.org")
    assert linking.arrive(told(), signed_in=beto) == Entered(beto, "own")
    assert [each.value for each in selectors.addresses(beto)] == ["beto@example.org"]


def test_signed_in_with_a_llave_mx_that_fits_another_account_the_person_is_asked():
    ana, beto = proven(), proven("beto@example.org")
    assert linking.arrive(told(), signed_in=beto) == Choice((beto, ana))
    assert linking.choose(told(), beto.pk, signed_in=beto) == Entered(beto, "chosen")
    assert selectors.owner_of("email", "ana@example.org") == ana


def test_signed_in_with_a_llave_mx_of_another_account_nothing_moves():
    ana = linking.arrive(told()).citizen
    beto = proven("beto@example.org")
    assert linking.arrive(told(), signed_in=beto) == Choice((ana,))
    with pytest.raises(Conflict):
        linking.choose(told(), beto.pk, signed_in=beto)
    assert linking.identity_of(beto) is None


def test_an_account_has_one_llave_mx():
    ana = linking.arrive(told()).citizen
    with pytest.raises(Conflict):
        linking.arrive(told(idUsuario=2, curp=OTHER_CURP, correo=None), signed_in=ana)


def test_what_was_unlinked_is_gone_with_its_curp_and_the_account_stays():
    ana = proven()
    linking.arrive(told())
    assert linking.unlink(ana) is True
    assert (linking.identity_of(ana), linking.curp_of(ana)) == (None, "")
    assert linking.unlink(ana) is False
    assert selectors.owner_of("email", "ana@example.org") == ana


def test_the_only_way_into_an_account_is_not_taken_away():
    ana = linking.arrive(told(correo=None)).citizen
    with pytest.raises(Refused):
        linking.unlink(ana)
    assert linking.identity_of(ana) is not None


def test_nothing_leads_to_a_person_who_was_erased():
    ana = linking.arrive(told()).citizen
    citizens.erase(ana)
    assert linking.identity_of(ana) is None
    outcome = linking.arrive(told())
    assert (outcome.how, outcome.citizen == ana) == ("new", False)


def test_nothing_leads_to_an_account_that_was_deleted():
    ana = linking.arrive(told()).citizen
    accounts.delete(ana)
    outcome = linking.arrive(told())
    assert (outcome.how, outcome.citizen == ana) == ("new", False)


def test_the_database_and_the_log_hold_neither_the_number_nor_the_curp_nor_the_address():
    ana = linking.arrive(told(idUsuario="number-4711-of-ana")).citizen
    linking.unlink(ana)
    linking.arrive(told(idUsuario="number-4711-of-ana"))
    leaves = AuditLeaf.objects.filter(action__startswith="account.llave_mx")
    assert [leaf.action for leaf in leaves.order_by("pk")] == [
        "account.llave_mx_linked",
        "account.llave_mx_unlinked",
        "account.llave_mx_linked",
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT llave::text FROM llave_mx_llavemxidentity AS llave")
        stored = str(cursor.fetchall()) + "".join(leaf.content for leaf in leaves)
    for secret in ("number-4711", "GOMA850101", "ana@example.org"):
        assert secret not in stored
        assert secret.encode().hex() not in stored


@pytest.mark.django_db(transaction=True)
def test_two_arrivals_at_once_make_one_person():
    outcomes, together = [], threading.Barrier(4)

    def come() -> None:
        together.wait()
        try:
            outcomes.append(linking.arrive(told()).citizen.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=come) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 4
    assert len(set(outcomes)) == LlaveMxIdentity.objects.count() == 1

"""Citizens: reached by what they gave, read only with their key, gone when erased."""

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from casetypes.citizens import services
from casetypes.citizens.keys import Erased
from casetypes.citizens.models import Citizen, Consent, ContactPoint
from casetypes.kernel.sealing import SealBroken

pytestmark = pytest.mark.django_db

ANA = {"email": "Ana@Example.org", "phone": "+528711234567"}
OTHER_MASTER_KEY = "YW5vdGhlci1tYXN0ZXIta2V5LW9mLTMyLWJ5dGVzISE="


def test_a_citizen_is_reached_by_what_they_gave():
    citizen = services.register(contacts=ANA, language="es")
    citizen.refresh_from_db()
    assert services.contact(citizen, "email") == "ana@example.org"
    assert services.contact(citizen, "phone") == "+528711234567"
    assert services.contact(services.register(contacts={}, language="es"), "email") is None


def test_contact_points_are_stored_sealed_and_found_by_digest():
    services.register(contacts=ANA, language="es")
    for point in ContactPoint.objects.all():
        assert b"ana" not in bytes(point.sealed).lower()
        assert b"871" not in bytes(point.sealed)
    mails = ContactPoint.objects.filter(kind="email")
    services.register(contacts={"email": "ana@example.org "}, language="es")
    assert len(set(mails.values_list("digest", flat=True))) == 1


def test_an_unproven_address_never_leads_to_somebody_elses_record():
    first = services.register(contacts=ANA, language="es")
    assert services.register(contacts=ANA, language="es").pk != first.pk


def test_a_proven_contact_is_the_same_person_again():
    first = services.register(contacts=ANA, language="es")
    assert services.verify_contact(citizen=first, kind="email", value="ana@example.org")
    assert services.register(contacts={"email": ANA["email"]}, language="es") == first


def test_proving_one_contact_does_not_lend_the_other():
    first = services.register(contacts=ANA, language="es")
    services.verify_contact(citizen=first, kind="email", value=ANA["email"])
    assert services.register(contacts=ANA, language="es") != first
    assert not services.verify_contact(citizen=first, kind="email", value="otra@example.org")


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=20),
        st.one_of(st.text(), st.booleans(), st.integers(-(10**12), 10**12), st.lists(st.text(max_size=5))),
        max_size=5,
    )
)
def test_sealed_answers_open_as_they_were(answers):
    citizen = Citizen(wrapped_key=services.new_wrapped_key())
    sealed = services.seal_answers(citizen, answers, "case:TRC-1")
    assert services.open_answers(citizen, sealed, "case:TRC-1") == answers


def test_they_open_neither_elsewhere_nor_with_another_key():
    citizen = services.register(contacts={}, language="es")
    sealed = services.seal_answers(citizen, {"nombre": "Ana"}, "case:TRC-1")
    with pytest.raises(SealBroken):
        services.open_answers(citizen, sealed, "case:TRC-2")
    with pytest.raises(SealBroken):
        services.open_answers(services.register(contacts={}, language="es"), sealed, "case:TRC-1")
    with override_settings(MASTER_KEY=OTHER_MASTER_KEY), pytest.raises(SealBroken):
        services.open_answers(citizen, sealed, "case:TRC-1")


def test_erasing_a_person_erases_what_was_sealed_and_how_to_reach_them():
    citizen = services.register(contacts=ANA, language="es")
    sealed = services.seal_answers(citizen, {"nombre": "Ana"}, "case:TRC-1")
    services.erase(citizen)
    citizen.refresh_from_db()
    assert citizen.erased_at
    assert services.contact(citizen, "email") is None
    with pytest.raises(Erased):
        services.open_answers(citizen, sealed, "case:TRC-1")


def test_a_consent_says_what_in_which_version_and_when(morning):
    citizen = services.register(contacts={}, language="es")
    services.consent(citizen=citizen, notice="reportes", version="2", channel="web")
    consent = Consent.objects.get()
    assert (str(consent), consent.channel, consent.given_at) == ("reportes@2", "web", morning)

"""Links of letters: signed, of this city, once, the newest only, for some days; and what accepting one gives."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.test import override_settings

from casetypes.access import posts
from casetypes.access.models import MailedLink, User
from casetypes.access.staff import absences, invitations, mailed_links, people
from casetypes.access.staff.absences import Leave
from casetypes.access.staff.invitations import AlreadyThere, Inviting
from casetypes.access.staff.memberships import Granting
from casetypes.access.staff.places_of_roles import Place
from casetypes.audit.models import AuditLeaf
from casetypes.kernel import clock
from casetypes.kernel.errors import Invalid, NotAllowed, NotFound
from cms.people import letters
from tests.access.acting_on_people import PASSWORD, actor, grant, invite, token_of, user

pytestmark = pytest.mark.django_db
POSTS = (Granting(0, "control_desk", Place(desk="bacheo")),)


def test_an_invited_person_has_posts_and_no_sign_in_until_they_accept():
    nora = invite(posts=POSTS)
    assert actor(nora.username).roles() == {"control_desk"}
    assert not User.objects.get(pk=nora.pk).has_usable_password()
    invitations.accept(token_of(nora), password=PASSWORD, language="en")
    assert authenticate(username=nora.username, password=PASSWORD) is not None
    assert User.objects.get(pk=nora.pk).language == "en"


def test_who_has_not_accepted_yet_is_sent_nothing_else():
    nora = invite(posts=POSTS)
    colleagues = posts.holders({"control_desk"}, {"bacheo"})
    assert colleagues and nora not in colleagues
    grant("hugo", "control_desk", Place(desk="bacheo"))
    away = Leave(user("hugo").pk, posts.today(), None, nora.pk, "")
    absence = absences.enter(away, actor=actor("admin"))
    assert "no acepta la invitación" in absences.cautions(absence)[0] and not letters.tell_deputy(absence)
    assert nora not in posts.holders({"control_desk"}, {"bacheo"})
    invitations.accept(token_of(nora), password=PASSWORD, language="es")
    assert nora in posts.holders({"control_desk"}, {"bacheo"})


def test_a_link_opens_once():
    token = token_of(invite())
    invitations.accept(token, password=PASSWORD, language="es")
    assert invitations.find(token).state == "used"
    with pytest.raises(NotFound):
        invitations.accept(token, password=PASSWORD + "2", language="es")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_link_at_the_same_moment_one_succeeds():
    token, start, done = token_of(invite()), threading.Barrier(2), []

    def accept(number: int) -> None:
        try:
            start.wait(timeout=20)
            invitations.accept(token, password=f"{PASSWORD}-{number}", language="es")
            done.append(number)
        except NotFound:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1
    assert user("nora").check_password(f"{PASSWORD}-{done[0]}")


def test_a_link_expires():
    token = token_of(invite())
    with clock.at(clock.now() + mailed_links.HOLDS["invitation"] - timedelta(minutes=1)):
        assert invitations.find(token).state == "open"
    with clock.at(clock.now() + mailed_links.HOLDS["invitation"]):
        assert invitations.find(token).state == "expired"


def test_only_the_newest_letter_opens():
    nora = invite()
    first = token_of(nora)
    invitations.resend(nora.pk, actor=actor("admin"))
    second = token_of(nora)
    assert (invitations.find(first).state, invitations.find(second).state) == ("replaced", "open")


def test_a_withdrawn_invitation_opens_nothing_and_leaves_no_post():
    nora = invite(posts=POSTS)
    token = token_of(nora)
    invitations.withdraw(nora.pk, actor=actor("admin"))
    assert invitations.find(token).state == "withdrawn"
    assert actor(nora.username).roles() == set() and not User.objects.get(pk=nora.pk).is_active
    with pytest.raises(NotFound):
        invitations.resend(nora.pk, actor=actor("admin"))


def test_a_link_of_another_city_another_kind_or_another_hand_opens_nothing():
    nora = invite()
    token = token_of(nora)
    with override_settings(CITY="hermosillo"):
        assert invitations.find(token).state == "unknown"
    assert people.find_address(token).state == "unknown"
    for forged in (token[:-1], token + "x", "", "1-x:y", token.replace("-", "_", 1), "é" * 40):
        assert invitations.find(forged).state == "unknown"


def test_a_link_that_is_broken_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        invitations.find("1-abc:def")


@pytest.mark.parametrize("password", ["corta", "password123", "1234567890"])
def test_a_weak_password_is_refused_and_the_link_stays_good(password):
    token = token_of(invite())
    with pytest.raises(Invalid) as refused:
        invitations.accept(token, password=password, language="es")
    assert list(refused.value.fields) == ["password"]
    assert invitations.find(token).state == "open"


def test_an_address_that_is_there_already_leads_to_its_person_whatever_its_capitals():
    nora = invite("Nora@Example.org")
    for again in ("nora@example.org", "NORA@EXAMPLE.ORG "):
        with pytest.raises(AlreadyThere) as known:
            invite(again)
        assert known.value.user_id == nora.pk


@pytest.mark.parametrize(
    "address", ["", "nora", "nora@", "@example.org", "nora@example", "nora @example.org", "a@b\nc.mx"]
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(Invalid) as refused:
        invite(address)
    assert list(refused.value.fields) == ["address"]


def test_a_user_name_is_made_of_the_address_and_never_twice():
    names = [invite(f"ana.perez@{host}").username for host in ("uno.mx", "dos.mx", "tres.mx")]
    assert names == ["ana.perez", "ana.perez2", "ana.perez3"]
    with pytest.raises(Invalid):
        invitations.invite(Inviting("otra@example.org", "Otra", username="Carla"), actor=actor("admin"))


def test_a_wrong_post_invites_nobody():
    with pytest.raises(Invalid):
        invite(posts=(Granting(0, "control_desk", Place(desk="no-hay")),))
    assert not User.objects.filter(email="nora@example.org").exists()


@pytest.mark.parametrize("name", ["beto", "carla", "diego", "gloria", "hugo", "irene"])
def test_nobody_else_invites(name):
    with pytest.raises(NotAllowed):
        invite(by=name)


def test_letters_are_not_sent_without_end():
    nora = invite()
    for _ in range(mailed_links.MOST_LETTERS):
        token_of(nora)
        link = mailed_links.open_link(nora.pk, MailedLink.INVITATION)
        assert link is not None
        if link.letters < mailed_links.MOST_LETTERS:
            invitations.resend(nora.pk, actor=actor("admin"))
    with pytest.raises(Invalid):
        invitations.resend(nora.pk, actor=actor("admin"))


def test_a_new_address_counts_once_its_link_was_opened():
    people.ask_address(user("beto").pk, "beto.nuevo@example.org", actor=actor("admin"))
    assert user("beto").email == "beto@example.org"
    token = token_of(user("beto"), MailedLink.ADDRESS)
    proven, before = people.prove_address(token)
    assert (proven.email, before) == ("beto.nuevo@example.org", "beto@example.org")
    assert people.find_address(token).state == "used"
    with pytest.raises(NotFound):
        people.prove_address(token)


def test_an_address_that_became_somebody_elses_meanwhile_is_not_taken():
    people.ask_address(user("beto").pk, "nuevo@example.org", actor=actor("admin"))
    token = token_of(user("beto"), MailedLink.ADDRESS)
    User.objects.filter(username="carla").update(email="NUEVO@example.org")
    with pytest.raises(NotFound):
        people.prove_address(token)
    with pytest.raises(AlreadyThere):
        people.ask_address(user("diego").pk, "nuevo@example.org", actor=actor("admin"))


def test_who_holds_less_never_changes_the_address_of_who_holds_everything():
    User.objects.create(username="olga")
    grant("olga", "administrator")
    with pytest.raises(NotAllowed):
        people.ask_address(user("admin").pk, "mio@example.org", actor=actor("olga"))
    with pytest.raises(NotAllowed):
        people.reset_second_factor(user("admin").pk, because="Sí", actor=actor("olga"))


def test_the_log_holds_numbers_and_neither_names_nor_addresses_nor_secrets():
    nora = invite()
    token = token_of(nora)
    invitations.accept(token, password=PASSWORD, language="es")
    leaves = "".join(AuditLeaf.objects.filter(subject=f"user:{nora.pk}").values_list("content", flat=True))
    assert "access.invite" in leaves and "access.accept_invitation" in leaves
    for private in ("Nora", "example.org", token, PASSWORD):
        assert private not in leaves

"""What a link of a letter opens without being signed in, the letters themselves, and the console."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from casetypes.access import tasks
from casetypes.access.models import MailedLink, Membership, User
from casetypes.access.staff import invitations, mailed_links, people
from casetypes.access.staff.memberships import Granting
from casetypes.access.staff.places_of_roles import Place
from casetypes.audit.models import AuditLeaf
from casetypes.kernel import clock
from cms.people import letters
from tests.access.acting_on_people import PASSWORD, actor, in_days, invite, token_of, user

pytestmark = pytest.mark.django_db


def link_in(message) -> str:
    return next(line for line in message.body.splitlines() if line.startswith("http"))


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def text(answer) -> str:
    return answer.content.decode()


def test_the_letter_leads_by_the_configured_address_to_a_page_that_changes_nothing(client):
    nora = invite()
    with override_settings(PUBLIC_URL="https://agora.torreon.gob.mx"):
        assert letters.send_waiting() == 1
    [letter] = mail.outbox
    link = link_in(letter)
    assert link.startswith("https://agora.torreon.gob.mx/admin/invitacion/")
    assert (letter.to, letters.send_waiting()) == (["nora@example.org"], 0)
    for _ in range(2):
        page = client.get(path_of(link), headers={"host": "evil.example"})
        assert page.status_code == 200 and "nora" in text(page)
    assert not User.objects.get(pk=nora.pk).has_usable_password()


def test_letter_and_page_name_every_post_with_its_days(client):
    posts = (
        Granting(0, "agent", Place(desk="ciudadania")),
        Granting(0, "steward", Place(department="obras-publicas"), ends_on=in_days(9)),
    )
    invite(posts=posts)
    letters.send_waiting()
    page = text(client.get(path_of(link_in(mail.outbox[0]))))
    for told in (mail.outbox[0].body, page):
        assert "Sus puestos:" in told and "Mesa de atención ciudadana" in told and "Obras Públicas" in told
        assert "hasta el" in told


def test_the_invited_person_chooses_a_password_and_arrives(client):
    token = token_of(invite(posts=(Granting(0, "agent", Place(desk="ciudadania")),)))
    answer = client.post(f"/admin/invitacion/{token}/", {"password": PASSWORD, "language": "en"})
    assert answer["Location"] == "/admin/"
    assert "Nora Lugo" in text(client.get("/admin/", follow=True))
    assert user("nora").language == "en"


def test_who_needs_a_second_factor_sets_it_up_before_anything_else(client):
    token = token_of(invite(posts=(Granting(0, "control_desk", Place(desk="bacheo")),)))
    answer = client.post(f"/admin/invitacion/{token}/", {"password": PASSWORD, "language": "es"})
    assert answer["Location"] == "/admin/entrar/segundo-factor/"
    assert client.get("/admin/mesas/bacheo/").status_code == 302


def test_another_person_who_is_signed_in_in_this_browser_is_not_any_more(signed_in):
    browser = signed_in("beto")
    token = token_of(invite(posts=(Granting(0, "agent", Place(desk="ciudadania")),)))
    browser.post(f"/admin/invitacion/{token}/", {"password": PASSWORD, "language": "es"})
    assert browser.session["_auth_user_id"] == str(user("nora").pk)


def test_a_weak_password_is_refused_with_the_rules(client):
    token = token_of(invite())
    answer = client.post(f"/admin/invitacion/{token}/", {"password": "corta", "language": "es"})
    assert answer.status_code == 422 and "10 caracteres" in text(answer)


@pytest.mark.parametrize("state", ["used", "expired", "withdrawn", "replaced"])
def test_a_stale_link_says_so_in_plain_words_and_nothing_about_the_person(client, state):
    nora = invite()
    token = token_of(nora)
    moment = clock.now()
    if state == "used":
        invitations.accept(token, password=PASSWORD, language="es")
    elif state == "expired":
        moment += timedelta(days=8)
    elif state == "withdrawn":
        invitations.withdraw(nora.pk, actor=actor("admin"))
    else:
        invitations.resend(nora.pk, actor=actor("admin"))
        token_of(nora)
    with clock.at(moment):
        for answer in (
            client.get(f"/admin/invitacion/{token}/"),
            client.post(f"/admin/invitacion/{token}/", {"password": PASSWORD + "9", "language": "es"}),
        ):
            assert answer.status_code == 410
            assert "Este enlace no abre nada" in text(answer)
            assert "Nora" not in text(answer) and "example.org" not in text(answer)
    assert not User.objects.get(pk=nora.pk).check_password(PASSWORD + "9")


def test_a_broken_link_and_one_of_another_city_are_answered_alike(client):
    token = token_of(invite())
    broken = client.get("/admin/invitacion/7-abc:def/")
    with override_settings(CITY="hermosillo"):
        other = client.get(f"/admin/invitacion/{token}/")
    assert broken.status_code == other.status_code == 404
    assert "Cópielo completo" in text(broken) and "Cópielo completo" in text(other)


def test_the_page_speaks_the_persons_language_and_the_other_on_request(client):
    token = token_of(invite())
    assert "Le damos la bienvenida" in text(client.get(f"/admin/invitacion/{token}/"))
    assert "Welcome" in text(client.get(f"/admin/invitacion/{token}/?idioma=en"))


def test_a_new_address_is_proven_by_a_button_and_the_old_one_is_told(
    client, django_capture_on_commit_callbacks
):
    people.ask_address(user("beto").pk, "nuevo@example.org", actor=actor("admin"))
    letters.send_waiting()
    path = path_of(link_in(mail.outbox[0]))
    assert "nuevo@example.org" in text(client.get(path))
    assert user("beto").email == "beto@example.org"
    assert "nuevo@example.org" in text(client.post(path))
    assert user("beto").email == "nuevo@example.org"
    assert letters.tell_address_before(user("beto"), "beto@example.org")
    assert mail.outbox[-1].to == ["beto@example.org"] and "nuevo@" not in mail.outbox[-1].body
    assert client.post(path).status_code == 410


def test_a_mail_server_that_is_away_delays_the_letter_and_is_given_up_at_last(monkeypatch):
    nora = invite()

    def away(*_arguments: object, **_more: object) -> None:
        raise OSError("no route")

    monkeypatch.setattr(letters, "hand_over", away)
    moment = clock.now()
    for _ in range(mailed_links.MOST_TRIES):
        moment += timedelta(days=1)
        with clock.at(moment):
            assert letters.send_waiting() == 0
    link = MailedLink.objects.get(user=nora)
    assert (link.send_after, link.tries, link.sent_at) == (None, mailed_links.MOST_TRIES, None)
    monkeypatch.undo()
    invitations.resend(nora.pk, actor=actor("admin"))
    assert letters.send_waiting() == 1


def test_a_broker_that_is_away_leaves_the_letter_to_beat(monkeypatch, django_capture_on_commit_callbacks):
    from cms.people import tasks as sending

    def away(*_arguments: object, **_more: object) -> None:
        raise OSError("no broker")

    monkeypatch.setattr(sending.send_links, "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        invite()
    assert sending.send_links() == 1


def test_what_the_day_brings_is_safe_to_run_twice():
    tasks.follow_the_day()
    before = AuditLeaf.objects.count()
    tasks.follow_the_day()
    assert AuditLeaf.objects.count() == before


def console(*arguments: str) -> str:
    out = StringIO()
    call_command("administrator", *arguments, stdout=out)
    return out.getvalue()


def test_the_console_invites_an_administrator_when_there_is_nobody(client):
    Membership.objects.all().delete()
    User.objects.update(is_active=False, is_superuser=False)
    said = console("--invite", "nueva@example.org", "--name", "Nueva", "--print-link")
    link = next(line for line in said.splitlines() if line.startswith("http"))
    client.post(path_of(link), {"password": PASSWORD, "language": "es"})
    assert actor("nueva").has_right("manage_people")
    assert AuditLeaf.objects.filter(action="access.console_administrator", actor="system").count() == 1


def test_the_console_sends_a_letter_and_falls_back_to_saying_how(monkeypatch):
    assert "A letter went to nueva@example.org." in console("--invite", "nueva@example.org")
    assert mail.outbox[-1].to == ["nueva@example.org"]

    def away(*_arguments: object, **_more: object) -> None:
        raise OSError("no route")

    monkeypatch.setattr(letters, "hand_over", away)
    assert "--print-link" in console("--invite", "otra@example.org")


def test_the_console_makes_somebody_an_administrator_who_is_there_already():
    said = console("--invite", "CARLA@example.org")
    assert "sign in already" in said and actor("carla").has_right("manage_people")
    assert "holds the post already" in console("--invite", "carla@example.org")


def test_the_console_takes_back_who_left_and_begins_anew_with_who_lost_everything():
    User.objects.filter(username="gloria").update(is_active=False)
    console("--invite", "gloria@example.org", "--print-link")
    assert user("gloria").is_active and actor("gloria").roles() >= {"administrator"}
    said = console("--invite", "carla@example.org", "--anew", "--print-link")
    assert "http" in said and not user("carla").has_usable_password()
    assert not user("carla").authenticators.exists()


def test_the_console_refuses_what_is_no_address():
    with pytest.raises(CommandError):
        console("--invite", "nadie")


def test_a_page_for_strangers_is_no_place_for_a_search_engine(client: Client):
    assert 'content="noindex"' in text(client.get("/admin/invitacion/x/"))

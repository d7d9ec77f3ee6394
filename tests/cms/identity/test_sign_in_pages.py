"""Signing in through the pages: what is answered, what it takes, what is recorded, what cannot be fixed or reused."""

import re

import pytest
from django.conf import settings
from django.core import mail

from casetypes.access.entry import second_factor, sign_ins
from casetypes.access.entry.sign_ins import PAIR
from casetypes.access.models import AuthenticatorApp, Membership, StaffSession, User
from casetypes.audit.models import AuditLeaf
from cms.identity import providers, tasks
from cms.identity.providers import Button
from tests.cms.identity.conftest import CODE, CONFIRM, LOGIN, PASSWORD, SAFETY, SET_UP

pytestmark = pytest.mark.django_db
QUEUE = "/admin/mesas/bacheo/"


@pytest.fixture
def letters(monkeypatch):
    """Letters are sent at once instead of by a worker."""
    monkeypatch.setattr(tasks, "hand_over", lambda task, *arguments: task.run(*arguments))
    return mail.outbox


def actions(name: str) -> list[str]:
    person = User.objects.get(username=name)
    return list(
        AuditLeaf.objects.filter(subject=f"user:{person.pk}").order_by("id").values_list("action", flat=True)
    )


def key_of(door) -> str:
    return door.client.cookies[settings.SESSION_COOKIE_NAME].value


def test_password_and_code_lead_where_one_wanted(door, people):
    people("carla")
    assert door.get(QUEUE)["Location"] == f"{LOGIN}?next={QUEUE}"
    assert door.enter("carla", QUEUE)["Location"] == QUEUE
    assert door.get(QUEUE).status_code == 200
    assert StaffSession.objects.get().means == "password+app"
    assert "session.begin" in actions("carla")


def test_who_needs_no_second_factor_comes_in_with_the_password(door, people):
    people("elena")
    assert door.password("elena", next="/admin/trabajo/")["Location"] == "/admin/trabajo/"
    assert door.is_in()


def test_between_the_steps_nobody_is_signed_in(door, people):
    people("carla")
    assert door.password("carla")["Location"] == CODE
    assert not door.is_in() and door.get(QUEUE).status_code == 302
    assert StaffSession.objects.count() == 0


def test_between_the_steps_there_are_ten_minutes(door, people):
    people("carla")
    door.password("carla")
    door.later(minutes=11)
    assert door.post(CODE, {"code": door.code_of("carla")})["Location"] == LOGIN
    assert not door.is_in()


def test_what_changed_between_the_steps_ends_them(door, people):
    carla = people("carla")
    door.password("carla")
    carla.set_password("otra contraseña larga")
    carla.save()
    assert door.post(CODE, {"code": door.code_of("carla")})["Location"] == LOGIN
    assert not door.is_in()


def test_every_refusal_says_the_same_with_the_same_status(door, doors, people):
    people("carla")
    User.objects.filter(username="diego").update(is_active=False)
    told = set()
    for name, password in (("carla", "x"), ("nobody", "x"), ("diego", PASSWORD), ("nobody@example.org", "x")):
        answer = doors().password(name, password)
        text = re.sub(r'value="[^"]*"|nonce-\S+|name="csrfmiddlewaretoken"[^>]*', "", answer.content.decode())
        told.add((answer.status_code, text, tuple(sorted(set(answer.headers) - {"Content-Length"}))))
    for _turn in range(PAIR.most + 1):
        answer = door.password("carla", "x")
    locked = door.password("carla", PASSWORD)
    text = re.sub(r'value="[^"]*"|nonce-\S+|name="csrfmiddlewaretoken"[^>]*', "", locked.content.decode())
    told.add((locked.status_code, text, tuple(sorted(set(locked.headers) - {"Content-Length"}))))
    assert len(told) == 1 and told.pop()[0] == 422


def test_who_may_not_open_the_admin_is_told_nothing_else(door, people):
    elena = people("elena")
    elena.groups.clear()
    elena.memberships.all().delete()
    assert door.password("elena").status_code == 422


def test_the_locked_person_gets_one_letter_with_a_way_back(door, people, letters):
    people("carla")
    for _turn in range(PAIR.most + 5):
        door.password("carla", "wrong")
    (letter,) = letters
    assert letter.to == ["carla@example.org"] and "/admin/entrar/olvido/" in letter.body
    assert letter.body.count(settings.PUBLIC_URL) == 1


def test_somebody_who_is_nobody_gets_no_letter_by_the_same_way(door, letters, monkeypatch):
    asked: list[tuple] = []
    monkeypatch.setattr(tasks, "hand_over", lambda task, *arguments: asked.append(arguments))
    for _turn in range(PAIR.most + 5):
        door.password("nobody@example.org", "wrong")
    assert asked == [(0, "password")] and letters == []
    tasks.tell_locked.run(0, "password")
    assert letters == []


def test_wrong_codes_throw_one_back_and_tell_the_person(door, people, letters):
    people("carla")
    door.password("carla")
    answers = [door.post(CODE, {"code": "000000"}) for _turn in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [302]
    assert answers[-1]["Location"] == LOGIN and door.get(CODE)["Location"] == LOGIN
    assert [letter.subject.partition(" ·")[0] for letter in letters] == ["Alguien conoce su contraseña"]
    assert actions("carla").count("sign_in.locked") == 1


def test_a_code_that_was_used_does_not_open_another_browser(door, doors, people):
    people("carla")
    door.password("carla")
    door.later(seconds=30)
    code = door.code_of("carla")
    assert door.post(CODE, {"code": code}).status_code == 302
    other = doors()
    other.moment = door.moment
    other.password("carla")
    assert other.post(CODE, {"code": code}).status_code == 422


def test_a_session_key_planted_before_is_worth_nothing_after(door, people):
    people("carla")
    door.get(LOGIN, data={"next": QUEUE})
    planted = door.client.session
    planted["planted"] = True
    planted.save()
    door.client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    keys = [planted.session_key]
    door.password("carla")
    keys.append(key_of(door))
    door.later(seconds=30)
    door.post(CODE, {"code": door.code_of("carla")})
    keys.append(key_of(door))
    assert len(set(keys)) == 3 and "planted" not in door.client.session
    for old in keys[:2]:
        door.client.cookies[settings.SESSION_COOKIE_NAME] = old
        assert not door.is_in()


def test_the_first_sign_in_sets_up_a_second_factor(door, people, letters):
    AuthenticatorApp.objects.filter(user=people("carla")).delete()
    assert door.password("carla", next=QUEUE)["Location"] == SET_UP
    page = door.get(SET_UP).content.decode()
    key = re.search(r'class="secret-link">([A-Z2-7 ]+)<', page)[1]
    app = AuthenticatorApp.objects.get(user__username="carla")
    assert key == second_factor.typed_key(app) and "<svg" in page
    assert door.post(SET_UP, {"code": "000000"}).status_code == 422 and not door.is_in()
    codes = door.post(SET_UP, {"code": door.code_of("carla")})
    shown = re.findall(r"<code>([a-z0-9-]{14})</code>", codes.content.decode())
    assert len(shown) == 10 and f'href="{QUEUE}"' in codes.content.decode()
    assert door.is_in() and StaffSession.objects.get().means == "password+app"
    assert [letter.subject.partition(" ·")[0] for letter in letters] == [
        "Su cuenta tiene un segundo factor nuevo"
    ]
    assert key not in door.get(SET_UP).content.decode()


def test_who_has_an_app_sets_up_no_other_between_the_steps(door, people):
    people("carla")
    door.password("carla")
    assert door.get(SET_UP)["Location"] == CODE
    assert door.post(SET_UP, {"code": "123456"})["Location"] == CODE
    assert AuthenticatorApp.objects.filter(user__username="carla").count() == 1


def test_a_recovery_code_opens_once_and_says_how_many_are_left(door, doors, people, carla, letters):
    codes = second_factor.new_recovery_codes(people("carla"), actor=carla)
    door.password("carla")
    assert door.post(f"{CODE}?recuperacion=1", {"code": codes[3].upper()}).status_code == 302
    assert "Le quedan 9" in door.get(SAFETY).content.decode()
    assert StaffSession.objects.get().means == "password+recovery"
    again = doors()
    again.password("carla")
    refused = again.post(f"{CODE}?recuperacion=1", {"code": codes[3]})
    assert refused.status_code == 422 and "Ese código de recuperación no abre" in refused.content.decode()
    assert [letter.subject.partition(" ·")[0] for letter in letters] == [
        "Alguien entró a su cuenta con un código de recuperación"
    ]


def test_signing_out_needs_a_post_and_is_recorded(door, people):
    people("carla")
    door.enter("carla")
    assert door.get("/admin/logout/").status_code == 405 and door.is_in()
    assert door.post("/admin/logout/")["Location"] == LOGIN
    assert not door.is_in() and actions("carla")[-1] == "session.end"


def test_a_role_that_is_given_in_the_middle_asks_for_the_second_factor_at_the_next_request(door, people):
    beto = people("beto")
    door.enter("beto")
    assert door.is_in()
    Membership.objects.create(user=beto, role_id="supervisor", desk_id="bacheo")
    assert door.get(QUEUE)["Location"].startswith(LOGIN)
    assert door.get(LOGIN, data={"next": QUEUE})["Location"] == CODE
    assert door.get(CODE)["Location"] == SET_UP
    assert door.get(SET_UP).status_code == 200


def test_the_page_says_why_the_session_ended(door, people):
    people("carla")
    door.enter("carla")
    door.later(hours=2)
    assert door.get(QUEUE).status_code == 302
    assert "no hubo actividad" in door.get(LOGIN).content.decode()
    assert "no hubo actividad" not in door.get(LOGIN).content.decode()


def test_both_languages_can_be_chosen_and_the_choice_stays(door, people):
    people("carla")
    assert '<html lang="es"' in door.get(LOGIN).content.decode()
    assert "Staff sign-in" in door.get(f"{LOGIN}?idioma=en").content.decode()
    door.password("carla")
    assert "Code of your app" in door.get(CODE).content.decode()


def test_between_the_steps_the_page_speaks_the_language_of_the_person(door, people):
    carla = people("carla")
    User.objects.filter(pk=carla.pk).update(language="en")
    door.password("carla")
    assert "Code of your app" in door.get(CODE).content.decode()
    assert "Código de su aplicación" in door.get(f"{CODE}?idioma=es").content.decode()
    assert "Código de su aplicación" in door.get(CODE).content.decode()


@pytest.mark.parametrize("language", ["../../etc", "xx", "<script>"])
def test_a_language_that_is_none_is_spanish(door, language):
    answer = door.get(LOGIN, data={"idioma": language})
    assert '<html lang="es"' in answer.content.decode() and "django_language" not in answer.cookies


def test_browsers_are_told_what_goes_where(door, people):
    people("carla")
    page = door.get(LOGIN).content.decode()
    assert 'autocomplete="username"' in page and 'autocomplete="current-password"' in page
    door.password("carla")
    code = door.get(CODE)
    assert (
        'autocomplete="one-time-code"' in code.content.decode()
        and 'inputmode="numeric"' in code.content.decode()
    )
    assert "no-store" in code["Cache-Control"]


def test_other_ways_in_have_their_buttons(door, monkeypatch):
    monkeypatch.setattr(providers, "_offers", [])
    providers.register(lambda request, target: [Button(f"/sso/torreon/?{target}", "Entrar con Torreón ID")])
    page = door.get(LOGIN).content.decode()
    assert "Entrar con Torreón ID" in page and "o con su contraseña" in page


def test_the_code_of_a_demonstration_is_told(door, people):
    people("carla")
    door.password("carla")
    code = door.code_of("carla")
    assert f"{code[:3]} {code[3:]}" in door.get(CODE).content.decode()


def test_where_no_demonstration_is_on_its_apps_count_no_more_and_are_told_nowhere(door, people, settings):
    settings.DEMONSTRATION_CODES = False
    people("carla")
    assert door.password("carla")["Location"] == SET_UP
    assert door.get(CODE)["Location"] == SET_UP
    assert door.post(CODE, {"code": door.code_of("carla")})["Location"] == SET_UP and not door.is_in()


def test_the_code_of_a_real_app_is_never_told(door, people):
    AuthenticatorApp.objects.filter(user=people("carla")).update(demonstration=False)
    door.password("carla")
    code = door.code_of("carla")
    page = door.get(CODE)
    assert page.status_code == 200 and f"{code[:3]} {code[3:]}" not in page.content.decode()


def test_a_person_who_is_signed_in_is_not_asked_again(door, people):
    people("carla")
    door.enter("carla")
    assert door.get(LOGIN, data={"next": QUEUE})["Location"] == QUEUE
    assert door.get(CONFIRM).status_code == 200


def test_a_browser_one_signed_in_with_is_known_by_a_cookie_of_this_city(door, people, settings):
    carla = people("carla")
    door.enter("carla")
    cookie = door.client.cookies["agora_known"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/admin/"
    assert known(door) == {carla.pk}
    settings.CITY = "hermosillo"
    assert known(door) == set()


@pytest.mark.parametrize("planted", ["", "x", "e30:1abc:xyz", "null"])
def test_a_cookie_somebody_made_up_makes_no_browser_known(door, planted):
    door.client.cookies["agora_known"] = planted
    assert known(door) == set()


def known(door) -> set[int]:
    seen: list[sign_ins.Whence] = []
    judge = sign_ins.try_password
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            sign_ins,
            "try_password",
            lambda *words, whence: seen.append(whence) or judge(*words, whence=whence),
        )
        door.client.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        door.password("carla", "wrong")
    return set(seen[0].known_to)


def test_a_note_that_was_sent_after_the_session_ended_is_shown_to_be_copied_and_leads_back_to_its_case(
    door, people
):
    people("carla")
    note = "/admin/casos/TRC-26-ABCDEFGH1/nota/"
    answer = door.post(note, {"text": "Hay una fuga debajo <b>"})
    page = answer.content.decode()
    assert answer.status_code == 403 and "Hay una fuga debajo &lt;b&gt;" in page
    assert (
        'name="next" value="/admin/casos/TRC-26-ABCDEFGH1/"' in page and "no-store" in answer["Cache-Control"]
    )


@pytest.mark.parametrize("sent", [{"text": "hoyo"}, {"new_password": "tres palabras juntas"}, {}])
def test_what_has_no_words_of_its_own_is_only_led_to_the_sign_in(door, people, sent):
    answer = door.post("/admin/casos/TRC-26-ABCDEFGH1/nota/", sent)
    assert answer.status_code == 302 and answer["Location"].startswith(LOGIN)


def test_the_set_up_opens_the_app_on_this_very_telephone(door, people):
    AuthenticatorApp.objects.filter(user=people("carla")).delete()
    assert door.password("carla")["Location"] == SET_UP
    assert 'href="otpauth://totp/' in door.get(SET_UP).content.decode()


def test_between_the_steps_nothing_that_is_sent_is_shown(door, people):
    people("carla")
    door.password("carla")
    answer = door.post("/admin/casos/TRC-26-ABCDEFGH1/nota/", {"text": "dos palabras"})
    assert answer.status_code == 302

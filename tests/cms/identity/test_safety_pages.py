"""One's own safety: devices with a step-up, sessions, sign-ins, password, and the administrators' list of locks."""

import re

import pytest

from casetypes.access.entry import second_factor, sign_ins
from casetypes.access.entry.sign_ins import PAIR
from casetypes.access.models import AuthenticatorApp, StaffSession, User
from casetypes.audit.models import AuditLeaf
from cms.identity import tasks
from tests.cms.identity.conftest import CODE, CONFIRM, PASSWORD, SAFETY, SET_UP

pytestmark = pytest.mark.django_db
CHANGE = f"{SAFETY}contrasena/"
OTHER = "nueve gatos miran el río"


@pytest.fixture
def carlas(door, people):
    """Carla, signed in with her app."""
    people("carla")
    door.enter("carla")
    return door


@pytest.fixture
def elsewhere(doors, carlas):
    """A second browser of Carla's, signed in a minute later."""
    other = doors()
    other.moment = carlas.moment
    other.later(minutes=1)
    other.client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 14) Firefox/130.0"
    other.client.defaults["REMOTE_ADDR"] = "189.203.17.4"
    other.enter("carla")
    carlas.moment = other.moment
    return other


def app_of(name: str) -> AuthenticatorApp:
    return AuthenticatorApp.objects.get(user__username=name, confirmed_at__isnull=False)


def text_of(answer) -> str:
    return answer.content.decode()


def test_the_page_tells_sessions_in_words_without_the_whole_address(carlas, elsewhere):
    page = text_of(carlas.get(SAFETY))
    assert "Firefox · Android" in page and "189.203.*.*" in page and "189.203.17.4" not in page
    assert "contraseña + aplicación" in page


def test_the_page_tells_what_happened_lately(carlas, doors):
    doors().password("carla", "wrong")
    page = text_of(carlas.get(SAFETY))
    assert "Entró (contraseña + aplicación)" in page and "Una contraseña equivocada" in page


def test_ending_one_session(carlas, elsewhere):
    row = StaffSession.objects.filter(ended_at=None).latest("pk")
    assert carlas.post(f"{SAFETY}sesiones/{row.pk}/cerrar/").status_code == 302
    assert carlas.is_in() and not elsewhere.is_in()


def test_a_session_of_somebody_else_is_none(carlas, doors, people):
    people("elena")
    elenas = doors()
    elenas.enter("elena")
    row = StaffSession.objects.get(user__username="elena")
    assert carlas.post(f"{SAFETY}sesiones/{row.pk}/cerrar/").status_code == 404
    assert elenas.is_in()


def test_signing_out_everywhere_keeps_this_browser(carlas, elsewhere):
    assert carlas.post(f"{SAFETY}sesiones/cerrar/").status_code == 302
    assert carlas.is_in() and not elsewhere.is_in()
    leaf = AuditLeaf.objects.get(action="session.end_all")
    assert "everywhere" in leaf.content


@pytest.mark.parametrize(
    "address", ["sesiones/cerrar/", "sesiones/1/cerrar/", "aplicaciones/1/quitar/", "codigos/"]
)
def test_nothing_changes_by_a_link(carlas, address):
    assert carlas.get(f"{SAFETY}{address}").status_code == 405


def test_another_password_needs_the_present_one_and_ends_the_other_sessions(carlas, elsewhere):
    wrong = carlas.post(CHANGE, {"password": "wrong", "new_password": OTHER})
    assert wrong.status_code == 422 and elsewhere.is_in()
    assert carlas.post(CHANGE, {"password": PASSWORD, "new_password": OTHER}).status_code == 302
    assert carlas.is_in() and not elsewhere.is_in()
    assert User.objects.get(username="carla").check_password(OTHER)


@pytest.mark.parametrize("new", ["corta", "password123", PASSWORD])
def test_a_weak_or_the_same_password_is_refused(carlas, new):
    assert carlas.post(CHANGE, {"password": PASSWORD, "new_password": new}).status_code == 422


def test_a_code_is_asked_again_before_devices_change_once_in_a_quarter_of_an_hour(carlas):
    assert carlas.post(f"{SAFETY}codigos/").status_code == 200
    carlas.later(minutes=16)
    for address in (SET_UP, f"{SAFETY}codigos/", f"{SAFETY}aplicaciones/{app_of('carla').pk}/quitar/"):
        assert carlas.post(address)["Location"] == CONFIRM
    assert carlas.post(CONFIRM, {"code": "000000"}).status_code == 422
    assert carlas.post(CONFIRM, {"code": carlas.code_of("carla")})["Location"] == SAFETY
    assert carlas.post(f"{SAFETY}codigos/").status_code == 200


def test_guessing_the_step_up_ends_the_session(carlas):
    carlas.client.cookies.pop("agora_known")
    carlas.later(minutes=16)
    answers = [carlas.post(CONFIRM, {"code": "000000"}).status_code for _turn in range(5)]
    assert answers == [422] * 4 + [302] and not carlas.is_in()


def test_the_last_app_of_who_needs_one_stays(carlas):
    app = app_of("carla")
    carlas.post(f"{SAFETY}aplicaciones/{app.pk}/quitar/")
    assert app_of("carla") == app and "agregue el nuevo" in text_of(carlas.get(SAFETY))


def test_another_app_is_added_and_the_first_one_removed(carlas, elsewhere):
    first = app_of("carla")
    carlas.get(SET_UP)
    answer = carlas.post(SET_UP, {"code": carlas.code_of("carla")})
    assert answer.status_code == 200 and len(re.findall(r"<code>", text_of(answer))) == 10
    assert carlas.is_in() and not elsewhere.is_in()
    assert carlas.post(f"{SAFETY}aplicaciones/{first.pk}/quitar/").status_code == 302
    assert app_of("carla") != first and carlas.is_in()


def test_an_app_of_somebody_else_is_none(carlas):
    diego = User.objects.get(username="diego")
    app = AuthenticatorApp.objects.get(user=diego)
    assert carlas.post(f"{SAFETY}aplicaciones/{app.pk}/quitar/").status_code == 404


def test_who_needs_none_may_add_one_and_is_asked_for_it_from_then_on(door, people):
    people("elena")
    door.enter("elena")
    door.get(SET_UP)
    assert door.post(SET_UP, {"code": door.code_of("elena")}).status_code == 200
    door.post("/admin/logout/")
    assert door.password("elena")["Location"] == CODE
    door.later(seconds=30)
    assert door.post(CODE, {"code": door.code_of("elena")}).status_code == 302
    assert door.post(f"{SAFETY}aplicaciones/{app_of('elena').pk}/quitar/").status_code == 302
    assert not second_factor.has_one(User.objects.get(username="elena")) and door.is_in()


def test_who_has_no_app_shows_by_the_password_who_they_are(door, people):
    people("elena")
    door.enter("elena")
    door.later(minutes=16)
    assert door.get(SET_UP)["Location"] == CONFIRM
    assert door.post(CONFIRM, {"password": "wrong"}).status_code == 422
    assert door.post(CONFIRM, {"password": PASSWORD})["Location"] == SAFETY
    assert door.get(SET_UP).status_code == 200


def test_changes_are_told_by_letter(carlas, monkeypatch):
    told: list[tuple] = []
    monkeypatch.setattr(tasks, "hand_over", lambda task, *arguments: told.append(arguments[1:]))
    carlas.post(f"{SAFETY}codigos/")
    carlas.get(SET_UP)
    carlas.post(SET_UP, {"code": carlas.code_of("carla")})
    carlas.post(CHANGE, {"password": PASSWORD, "new_password": OTHER})
    assert told == [("codes",), ("added",), ("password",)]


@pytest.mark.parametrize("what", ["added", "removed", "recovery", "codes", "password"])
def test_each_letter_says_what_and_where_to_look(people, mailoutbox, settings, what):
    tasks.tell_changed.run(people("carla").pk, what)
    (letter,) = mailoutbox
    assert f"{settings.PUBLIC_URL}/admin/seguridad/" in letter.body and "Torreón" in letter.subject
    assert "{" not in letter.body and "Was it" not in letter.body


def test_administrators_see_locks_and_open_them(door, doors, people):
    people("admin"), people("beto")
    for _turn in range(PAIR.most):
        doors().password("beto", "wrong")
    door.enter("admin")
    page = text_of(door.get("/admin/accesos-cerrados/"))
    assert 'Permitir otro intento<span class="w-sr-only">: Beto Agüero</span></button>' in page
    beto = User.objects.get(username="beto")
    assert door.post(f"/admin/accesos-cerrados/{beto.pk}/abrir/").status_code == 302
    assert sign_ins.locks() == []
    assert doors().password("beto")["Location"] == "/admin/"


def test_nobody_else_sees_locks(carlas):
    assert carlas.get("/admin/accesos-cerrados/").status_code == 403
    assert carlas.post("/admin/accesos-cerrados/1/abrir/").status_code == 403

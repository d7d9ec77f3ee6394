"""The pages of the administration of people, as an administrator and the head of a desk walk them."""

import pytest
from django.test import Client

from casetypes.access.models import Absence, ApiToken, Departure, EndedPost, Membership, User
from casetypes.access.staff import tokens
from casetypes.access.staff.places_of_roles import Place
from tests.access.acting_on_people import grant, in_days, invite, second_administrator, user
from tests.cast import sign_in
from tests.cms.people.acting import LIST, names, of, text

pytestmark = pytest.mark.django_db


def test_people_are_found_by_name_user_name_and_address_whatever_accents(admin):
    assert names(admin.get(LIST, {"q": "trevino"})) == {"gloria"}
    assert names(admin.get(LIST, {"q": "TREVIÑO gloria"})) == {"gloria"}
    assert names(admin.get(LIST, {"q": "carla@example"})) == {"carla"}
    nobody = admin.get(LIST, {"q": "no hay"})
    assert names(nobody) == set() and "Nadie coincide." in text(nobody)


def test_the_list_is_narrowed_by_role_desk_department_and_state(admin):
    nora = invite()
    User.objects.filter(username="beto").update(is_active=False)
    Absence.objects.create(user=user("irene"), begins_on=in_days(0))
    assert names(admin.get(LIST, {"role": "comptroller"})) == {"gloria"}
    assert names(admin.get(LIST, {"desk": "bacheo", "role": "crew"})) == {"elena"}
    assert "fidel" in names(admin.get(LIST, {"department": "simas"}))
    assert "irene" not in names(admin.get(LIST, {"department": "simas"}))
    assert names(admin.get(LIST, {"state": "invited"})) == {nora.username}
    assert names(admin.get(LIST, {"state": "gone"})) == {"beto"}
    assert names(admin.get(LIST, {"state": "absent"})) == {"irene"}
    assert names(admin.get(LIST, {"state": "locked"})) == set()
    assert "beto" not in names(admin.get(LIST, {"state": "active"}))


def test_who_lacks_the_second_factor_that_their_role_asks_for_is_found(admin):
    user("carla").authenticators.all().delete()
    found = names(admin.get(LIST, {"state": "unproven"}))
    assert "carla" in found and "beto" not in found


def test_the_list_costs_the_same_for_many_people(admin, django_assert_max_num_queries):
    people = User.objects.bulk_create(User(username=f"p{n:03}", full_name=f"P {n}") for n in range(120))
    Membership.objects.bulk_create(
        Membership(user=each, role_id="agent", desk_id=desk)
        for each in people
        for desk in ("bacheo", "alumbrado")
    )
    admin.get(LIST)
    with django_assert_max_num_queries(25):
        second = admin.get(LIST, {"page": 2, "q": "p"})
    assert second.context["page"].number == 2 and len(second.context["rows"]) == 50
    assert "page=1" in text(second) and "page=3" in text(second)


def test_the_file_holds_what_is_narrowed_and_no_formula(admin):
    User.objects.filter(username="gloria").update(full_name='=cmd|"x"!A1')
    answer = admin.get(f"{LIST}descargar/", {"role": "comptroller"})
    lines = text(answer).splitlines()
    assert len(lines) == 2 and '"\'=cmd|""x""!A1"' in lines[1]
    assert "attachment" in answer["Content-Disposition"]


def test_posts_are_told_in_words_with_their_days(admin):
    grant("hugo", "control_desk", Place(desk="bacheo"), ends_on=in_days(2))
    page = text(admin.get(of("hugo")))
    assert "<b>Mesa de bacheo</b> · mesa de control, hasta el" in page
    grant("hugo", "crew", Place(crew="C1"), begins_on=in_days(3))
    assert "por empezar" in text(admin.get(of("hugo")))


def test_a_post_is_given_ended_and_given_back_by_the_pages(admin):
    assert admin.post(of("hugo", "puestos/"), {"role": "crew", "crew": "C1"}).status_code == 302
    row = Membership.objects.get(user=user("hugo"), role="crew")
    ended = admin.post(
        of("hugo", f"puestos/{row.pk}/terminar/"), {"when": "now", "because": "Error"}, follow=True
    )
    assert "Devolver" in text(ended) and "lo terminó Administración" in text(ended)
    past = EndedPost.objects.get()
    back = admin.post(of("hugo", f"terminados/{past.pk}/devolver/"), follow=True)
    assert "tiene de nuevo el puesto" in text(back)
    assert Membership.objects.filter(user=user("hugo"), role="crew").exists()


def test_what_is_wrong_with_a_post_is_said_beside_its_field(admin):
    answer = admin.post(of("gloria", "puestos/"), {"role": "crew", "desk": "bacheo"})
    assert answer.status_code == 422 and "se tiene en una cuadrilla" in text(answer)
    twice = {"role": "comptroller"}
    assert "ya tiene este puesto" in text(admin.post(of("gloria", "puestos/"), twice))


def test_a_post_of_somebody_else_is_not_ended_by_the_wrong_address(admin):
    row = Membership.objects.filter(user=user("carla")).first()
    assert admin.post(of("gloria", f"puestos/{row.pk}/terminar/"), {"when": "now"}).status_code == 404
    assert Membership.objects.filter(pk=row.pk).exists()


def test_a_desk_that_closes_shows_its_posts_before_they_end(admin):
    form = {"desk": "bacheo", "because": "Se fusiona"}
    shown = admin.post(f"{LIST}cerrar-mesa/", form)
    assert "Carla Montes" in text(shown) and Membership.objects.filter(desk="bacheo").exists()
    done = admin.post(f"{LIST}cerrar-mesa/", {**form, "sure": "1"}, follow=True)
    assert "puestos terminaron" in text(done) and not Membership.objects.filter(desk="bacheo").exists()


def test_name_and_language_change_at_once_and_the_address_when_it_is_proven(admin):
    admin.post(of("beto", "datos/"), {"full_name": "Beto Agüero Paz", "language": "en"})
    assert (user("beto").full_name, user("beto").language) == ("Beto Agüero Paz", "en")
    answer = admin.post(of("beto", "correo/"), {"address": "nuevo@example.org"}, follow=True)
    assert "nuevo@example.org" in text(answer) and user("beto").email == "beto@example.org"
    taken = admin.post(of("beto", "correo/"), {"address": "CARLA@example.org"})
    assert taken.status_code == 422 and "Ya hay una persona" in text(taken)


def test_a_token_is_shown_once_and_kept_by_no_cache(admin):
    answer = admin.post(of("fidel", "claves/"), {"label": "Sistema"})
    secret = answer.context["secret"]
    assert secret in text(answer) and "no-store" in answer["Cache-Control"]
    assert secret not in text(admin.get(of("fidel")))
    reloaded = admin.post(of("fidel", "claves/"), {"label": "Sistema"})
    assert reloaded.status_code == 422 and "se mostró una sola vez" in text(reloaded)
    row = ApiToken.objects.get(user=user("fidel"))
    assert row.digest == tokens.digest(secret)
    admin.post(of("carla", f"claves/{row.pk}/retirar/"))
    assert ApiToken.objects.filter(pk=row.pk, revoked_at=None).exists()
    admin.post(of("fidel", f"claves/{row.pk}/retirar/"))
    assert not ApiToken.objects.filter(pk=row.pk, revoked_at=None).exists()


def test_an_administrator_borrows_no_rights_of_a_colleague_by_a_token(client):
    User.objects.create(username="olga", is_staff=True)
    grant("olga", "administrator")
    browser = sign_in(client, user("olga"))
    assert browser.post(of("carla", "claves/"), {"label": "Para mí"}).status_code == 422
    assert browser.post(of("fidel", "claves/"), {"label": "Sistema de SIMAS"}).status_code == 200
    assert browser.post(of("olga", "claves/"), {"label": "El mío"}).status_code == 200
    assert ApiToken.objects.count() == 2


def test_sessions_end_and_a_lost_device_is_removed_with_a_reason(admin):
    carla = sign_in(Client(), user("carla"))
    assert carla.get("/admin/mesas/bacheo/").status_code == 200
    assert "Terminar todas las sesiones" in text(admin.get(of("carla")))
    admin.post(of("carla", "hacer/dispositivo/"), {"reset-because": ""})
    assert carla.get("/admin/mesas/bacheo/").status_code == 200
    admin.post(of("carla", "hacer/dispositivo/"), {"reset-because": "Perdió el teléfono"})
    assert carla.get("/admin/mesas/bacheo/").status_code == 302
    again = sign_in(Client(), user("carla"))
    admin.post(of("carla", "hacer/sesiones/"))
    assert again.get("/admin/mesas/bacheo/").status_code == 302


def test_nobody_ends_their_own_last_post(client):
    browser = sign_in(client, second_administrator("olga"))
    row = Membership.objects.get(user=user("olga"))
    ending = of("olga", f"puestos/{row.pk}/terminar/")
    for form in ({"when": "now", "because": "Ya no"}, {"when": "later", "last_day": in_days(3).isoformat()}):
        answer = browser.post(ending, form)
        assert answer.status_code == 422 and "Este es su último puesto" in text(answer)
    assert Membership.objects.filter(pk=row.pk, ends_on=None).exists()


def test_who_gives_up_managing_people_is_led_to_a_page_that_is_still_theirs(client):
    browser = sign_in(client, second_administrator("olga"))
    grant("olga", "steward")
    row = Membership.objects.get(user=user("olga"), role="administrator")
    answer = browser.post(of("olga", f"puestos/{row.pk}/terminar/"), {"when": "now", "because": "Ya no"})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert "El puesto terminó." in text(browser.get("/admin/"))


def test_a_token_with_a_last_day_says_so(admin):
    admin.post(of("fidel", "claves/"), {"label": "Sistema", "ends_on": in_days(40).isoformat()})
    assert ApiToken.objects.get().ends_on == in_days(40)
    assert "emitida el" in text(admin.get(of("fidel")))
    wrong = admin.post(of("fidel", "claves/"), {"label": "Tarde", "ends_on": in_days(-1).isoformat()})
    assert wrong.status_code == 422 and "El último día es hoy o después" in text(wrong)


def test_nobody_gets_rid_of_their_own_devices_by_their_own_page(admin):
    own = user("admin")
    before = own.authenticators.count()
    assert "Sus propios dispositivos" in text(admin.get(of("admin")))
    answer = admin.post(of("admin", "hacer/dispositivo/"), {"reset-because": "Lo perdí"}, follow=True)
    assert "«Su seguridad», con un código" in text(answer)
    assert own.authenticators.count() == before > 0


def test_whoever_lets_themselves_go_is_told_whom_to_ask(admin):
    answer = admin.get(of("admin", "baja/"))
    assert answer.status_code == 403 and "pídalo a otra persona" in text(answer)


def test_a_post_of_who_has_left_is_not_given_back(admin):
    row = grant("beto", "crew", Place(crew="C1"))
    admin.post(of("beto", f"puestos/{row.pk}/terminar/"), {"when": "now", "because": "Error"})
    User.objects.filter(username="beto").update(is_active=False)
    assert "/devolver/" not in text(admin.get(of("beto")))
    past = EndedPost.objects.get()
    answer = admin.post(of("beto", f"terminados/{past.pk}/devolver/"), follow=True)
    assert "Esa persona ya se fue" in text(answer)


def test_a_departure_is_shown_planned_withdrawn_and_done(admin):
    assert "Lo que pierde Carla Montes" in text(admin.get(of("carla", "baja/")))
    form = {"because": "Fin de contrato", "leaves_on": in_days(3).isoformat(), "hands_over_to": ""}
    planned = admin.post(of("carla", "baja/"), form, follow=True)
    assert "La persona se queda" in text(planned)
    admin.post(of("carla", "baja/cancelar/"))
    assert Departure.objects.get().withdrawn_at is not None
    done = admin.post(of("carla", "baja/"), {**form, "leaves_on": ""}, follow=True)
    assert "perdió todo acceso" in text(done) and "vuelve a trabajar aquí" in text(done)
    admin.post(of("carla", "hacer/regresar/"))
    assert user("carla").is_active and not user("carla").memberships.exists()


def test_nobody_lets_themselves_go_by_the_page(admin):
    assert admin.get(of("admin", "baja/")).status_code in (302, 403)
    assert "Dar de baja…" not in text(admin.get(of("admin")))


def test_the_head_of_a_desk_sees_its_own_people_and_enters_their_absences(vera):
    assert names(vera.get(LIST)) == {"sara", "vera"}
    page = text(vera.get(of("sara")))
    assert "Registrar una ausencia" in page
    for hidden in ("Claves para la API", "Segundo factor", "Dar un puesto", "Dar de baja", "Terminar"):
        assert hidden not in page, hidden
    form = {"begins_on": in_days(0).isoformat(), "ends_on": "", "deputy": "", "reason": "Vacaciones"}
    entered = vera.post(of("sara", "ausencias/"), form, follow=True)
    assert "La ausencia está registrada" in text(entered) and "Nadie suple" in text(entered)
    row = Absence.objects.get()
    vera.post(of("sara", f"ausencias/{row.pk}/terminar/"))
    assert Absence.objects.get().withdrawn_at is not None


def test_the_head_of_a_desk_gets_no_further(vera):
    for address in (of("carla"), of("admin"), of("carla", "ausencias/")):
        assert vera.get(address).status_code == 404, address
    for address in (of("sara", "puestos/"), of("sara", "datos/"), of("sara", "baja/"), f"{LIST}invitar/",
                    f"{LIST}importar/", f"{LIST}descargar/", f"{LIST}cerrar-mesa/"):  # fmt: skip
        assert vera.get(address).status_code in (302, 403), address
    row = Membership.objects.get(user=user("sara"))
    vera.post(of("sara", f"puestos/{row.pk}/terminar/"), {"when": "now"})
    vera.post(of("sara", "hacer/sesiones/"))
    vera.post(of("sara", "claves/"), {"label": "x"})
    assert Membership.objects.filter(pk=row.pk).exists() and not ApiToken.objects.exists()


@pytest.mark.parametrize("name", ["beto", "carla", "elena", "gloria", "hugo", "irene"])
def test_nobody_else_sees_people(client, name):
    browser = sign_in(client, user(name))
    assert browser.get(LIST).status_code in (302, 403)
    assert browser.get(of("admin")).status_code in (302, 403)
    assert f'"{LIST}"' not in text(browser.get("/admin/", follow=True))


def test_the_page_of_a_person_costs_the_same_however_many_posts(admin, django_assert_max_num_queries):
    admin.get(of("carla"))
    with django_assert_max_num_queries(60):
        admin.get(of("carla"))


@pytest.mark.parametrize(
    "address",
    ["users/", "users/add/", "users/1/", "users/edit/1/", "users/delete/1/", "groups/", "groups/new/", "groups/1/",
     "bulk/access/user/delete/", "bulk/access/user/assign_role/", "bulk/access/user/set_active_state/"],
)  # fmt: skip
def test_wagtails_own_pages_of_users_and_groups_lead_here_for_everybody(admin, address):
    before = User.objects.count()
    assert admin.get(f"/admin/{address}")["Location"] == LIST
    assert admin.post(f"/admin/{address}", {"username": "x", "is_superuser": "on"}).status_code in (302, 403)
    assert User.objects.count() == before


def test_wagtails_own_menu_names_neither_users_nor_groups(admin):
    page = text(admin.get("/admin/"))
    assert "/admin/users/" not in page and "/admin/groups/" not in page
    assert LIST in page


def test_the_pages_are_in_english_too(admin):
    User.objects.get(username="admin").save()
    person = user("admin")
    person.language = "en"
    person.save()
    page = text(admin.get(of("carla")))
    assert "Second factor" in page and "Give a post" in page

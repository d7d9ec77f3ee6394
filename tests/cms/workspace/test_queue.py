"""The queue of a desk, as its people open it."""

import csv
import io
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casetypes.access.actors import reporter
from casetypes.access.models import Department, Desk, Membership, User
from casetypes.cases import engine
from casetypes.cases.models import Case
from casetypes.definitions import selectors as definitions
from casetypes.kernel import clock
from tests.cms.workspace.acting import finish, person, url

pytestmark = pytest.mark.django_db
QUEUE = "/admin/mesas/bacheo/"


def folios(response) -> list[str]:
    return [row.folio for row in response.context["listing"].page.rows]


def test_carla_sees_the_cases_of_her_desk_with_the_columns_of_the_definition(signed_in, report, morning):
    case = report("bache")
    response = signed_in("carla").get(QUEUE)
    page = response.content.decode()
    assert folios(response) == [case.folio]
    assert "Tipo de vía" in page
    assert "Recibido" in page
    assert "Calle" in page
    assert response.headers["Content-Language"] == "es"


@pytest.mark.parametrize("name", ["fidel", "elena", "hugo"])
def test_a_strangers_desk_does_not_exist(signed_in, name):
    client = signed_in(name)
    assert client.get(QUEUE).status_code == 404
    assert client.get(f"{QUEUE}results/").status_code == 404
    assert client.get(f"{QUEUE}exportar/").status_code == 404
    assert client.post(f"{QUEUE}varios/", {"case": "x"}).status_code == 404


def test_a_desk_that_does_not_exist_is_404(signed_in):
    assert signed_in("carla").get("/admin/mesas/no-existe/").status_code == 404


def test_nobody_opens_a_queue_without_signing_in(client, db):
    assert client.get(QUEUE).status_code == 302


@pytest.mark.parametrize("typed", ["{folio}", "{lower}", " {spaced} ", "{bare}"])
def test_a_folio_is_found_however_it_is_typed(signed_in, report, typed):
    folio = report("bache").folio
    report("bache")
    spaced = " ".join(folio.replace("-", " ").split())
    words = typed.format(folio=folio, lower=folio.lower(), spaced=spaced, bare=folio.replace("-", ""))
    assert folios(signed_in("carla").get(QUEUE, {"q": words})) == [folio]


def test_words_are_found_without_accents_and_in_any_case(signed_in, report):
    case = report("bache", descripcion="Frente a la panadería ÁVILA")
    report("bache")
    client = signed_in("carla")
    assert folios(client.get(QUEUE, {"q": "avila panaderia"})) == [case.folio]
    assert folios(client.get(QUEUE, {"q": "zapatería"})) == []


def test_filters_narrow_and_say_so_with_chips(signed_in, report):
    deep = report("bache", profundidad_cm=20, via="avenida")
    report("bache")
    client = signed_in("carla")
    response = client.get(QUEUE, {"priority": "2"})
    assert folios(response) == [deep.folio]
    assert "w-active-filters" in response.content.decode()
    assert folios(client.get(QUEUE, {"answer_via": "avenida"})) == [deep.folio]
    assert folios(client.get(QUEUE, {"answer_via": "camino_rural"})) == []


def test_the_states_of_the_definition_narrow_too(signed_in, report, carla):
    waiting = report("bache")
    report("bache")
    engine.advance(waiting.folio, "preguntar", actor=carla, input={"pregunta": "¿Dónde?"})
    response = signed_in("carla").get(QUEUE, {"state": "en_espera"})
    assert folios(response) == [waiting.folio]
    assert "En espera de su respuesta" in response.content.decode()


def test_the_tabs_count_and_narrow(signed_in, report, morning):
    late = report("bache")
    with clock.at(morning + timedelta(days=20)):
        fresh = report("bache")
        client = signed_in("carla")
        response = client.get(QUEUE, {"show": "late"})
        assert folios(response) == [late.folio]
        counts = {tab.key: tab.count for tab in response.context["listing"].tabs}
        assert (counts[""], counts["late"]) == (2, 1)
        assert "de atraso" in response.content.decode()
        assert set(folios(client.get(QUEUE))) == {late.folio, fresh.folio}


def test_a_closed_case_leaves_the_open_ones(signed_in, report, carla):
    case = report("bache")
    reason = {"motivo": "privado", "explicacion": "Es un estacionamiento."}
    engine.advance(case.folio, "rechazar", actor=carla, input=reason)
    client = signed_in("carla")
    assert folios(client.get(QUEUE)) == []
    assert folios(client.get(QUEUE, {"show": "closed"})) == [case.folio]


def test_a_case_referred_to_simas_is_read_under_referred_away(signed_in, report, carla):
    case = report("fuga_de_agua")
    engine.advance(case.folio, "turnar_a_simas", actor=carla)
    response = signed_in("carla").get("/admin/mesas/enlace-agua/", {"show": "away"})
    assert folios(response) == [case.folio]
    assert "Mesa de fugas de SIMAS" in response.content.decode()


def test_an_empty_queue_says_what_comes_next(signed_in):
    assert "Aquí no hay nada pendiente" in signed_in("carla").get(QUEUE).content.decode()
    assert "Ningún caso coincide" in signed_in("carla").get(QUEUE, {"q": "nada"}).content.decode()


def test_ordering_is_by_due_date_with_the_undated_last(signed_in, report, carla, morning):
    slow, quick = report("bache"), report("bache", profundidad_cm=20)
    waiting = report("bache")
    engine.advance(waiting.folio, "preguntar", actor=carla, input={"pregunta": "¿Dónde?"})
    client = signed_in("carla")
    assert folios(client.get(QUEUE))[-1] == waiting.folio
    assert folios(client.get(QUEUE, {"ordering": "-priority"}))[0] == quick.folio
    assert folios(client.get(QUEUE, {"ordering": "nonsense"}))[0] in {slow.folio, quick.folio}


def walk(client, path: str, link: str) -> list[str]:
    """The folios of every page from `path` on, by its own links."""
    found: list[str] = []
    while path:
        response = client.get(path)
        page = response.context["listing"].page
        found += folios(response) if link == "after" else reversed(folios(response))
        mark = getattr(page, link)
        path = f"{response.context['listing'].first_url}&{urlencode({link: mark})}" if mark else ""
    return found


@pytest.mark.parametrize(
    "ordering", ["due_at", "-due_at", "priority", "-priority", "opened_at", "-opened_at"]
)
def test_leafing_forth_and_back_shows_every_case_once_in_the_order_of_the_whole(
    signed_in, report, carla, morning, monkeypatch, ordering
):
    for day in range(3):
        with clock.at(morning + timedelta(days=day)):
            report("bache", profundidad_cm=20 if day else 3)
            asked = report("bache")
            engine.advance(asked.folio, "preguntar", actor=carla, input={"pregunta": "¿Dónde?"})
    client, path = signed_in("carla"), f"{QUEUE}?ordering={ordering}"
    whole = folios(client.get(path))
    monkeypatch.setattr("cms.workspace.queue.listing.SIZE", 2)
    assert walk(client, path, "after") == whole
    last = client.get(f"{path}&{urlencode({'after': mark_before_last(client, path)})}")
    back = f"{last.context['listing'].first_url}&{urlencode({'before': last.context['listing'].page.before})}"
    assert list(reversed(walk(client, back, "before"))) == whole[: -len(folios(last))]


def mark_before_last(client, path: str) -> str:
    mark = ""
    while True:
        page = client.get(f"{path}&{urlencode({'after': mark})}").context["listing"].page
        if not page.after:
            return mark
        mark = page.after


def test_cases_escalated_to_the_desk_stand_in_order_among_its_own(signed_in, report, morning):
    first, middle, last = (report_on_day(report, morning, day) for day in range(3))
    Case.objects.filter(pk=middle.pk).update(desk="transito", escalated_to="bacheo")
    assert folios(signed_in("carla").get(QUEUE)) == [first.folio, middle.folio, last.folio]


def report_on_day(report, morning, day: int) -> Case:
    with clock.at(morning + timedelta(days=day)):
        return report("bache")


@pytest.mark.parametrize(
    "mark", ["nonsense", "due_at~~", "due_at~yesterday~3", "priority~1~3", f"due_at~~{'9' * 30}"]
)
def test_a_mark_that_means_nothing_here_begins_at_the_beginning(signed_in, report, mark):
    case = report("bache")
    assert folios(signed_in("carla").get(QUEUE, {"after": mark})) == [case.folio]


def test_a_tab_and_a_kept_view_begin_at_the_beginning(signed_in, report):
    report("bache")
    client = signed_in("carla")
    response = client.get(QUEUE, {"after": "due_at~~1", "priority": "1"})
    assert all("after" not in tab.url for tab in response.context["listing"].tabs)
    saved = client.post(url("view_save", "bacheo"), {"name": "Mías", "query": "priority=1&after=due_at~~1"})
    assert saved.url == f"{QUEUE}?priority=1"


def test_a_desk_added_at_run_time_appears_at_once(signed_in, monkeypatch):
    client = signed_in("carla")
    desks = definitions.desks_spec()
    spec = desks.desks["transito"].model_copy(update={"name": {"es": "Mesa nueva", "en": "New desk"}})
    Desk.objects.create(key="nueva", department=Department.objects.get(key="transito"), name=spec.name)
    carla = User.objects.get(username="carla")
    Membership.objects.create(user=carla, role_id="control_desk", desk_id="nueva")
    more = desks.model_copy(update={"desks": {**desks.desks, "nueva": spec}})
    monkeypatch.setattr(definitions, "desks_spec", lambda: more)
    assert client.get("/admin/mesas/nueva/").status_code == 200
    assert "Mesa nueva" in client.get("/admin/").content.decode()


def test_the_comptroller_reads_every_queue_and_works_in_none(signed_in, report):
    case = report("bache")
    response = signed_in("gloria").get(QUEUE)
    assert folios(response) == [case.folio]
    assert "data-q-pick" not in response.content.decode()
    assert signed_in("gloria").post(f"{QUEUE}varios/", {"case": case.folio}).status_code == 403


def test_english_speakers_get_english(signed_in, report):
    report("bache")
    carla = User.objects.get(username="carla")
    carla.language = "en"
    carla.save()
    page = signed_in("carla").get(QUEUE).content.decode()
    assert "Potholes desk" in page
    assert "Kind of road" in page


def test_choosing_a_language_in_the_account_page_changes_the_person(db):
    carla = User.objects.get(username="carla")
    carla.save()
    carla.wagtail_userprofile.preferred_language = "en"
    carla.wagtail_userprofile.save()
    carla.refresh_from_db()
    assert carla.language == "en"


def test_the_csv_holds_what_is_filtered_and_nothing_personal(signed_in, report):
    deep = report("bache", profundidad_cm=20, descripcion="=HYPERLINK(1)")
    report("bache")
    response = signed_in("carla").get(f"{QUEUE}exportar/", {"priority": "2"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows] == ["Folio", deep.folio]
    assert "ana@example.org" not in text
    assert "bacheo-" in response["Content-Disposition"]


def exported(client, **query: str) -> list[dict[str, str]]:
    """The lines of the file by their headings."""
    response = client.get(f"{QUEUE}exportar/", query)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_file_has_dates_and_numbers_that_a_spreadsheet_sorts(signed_in, report, morning):
    case = report("bache", profundidad_cm=20)
    [line] = exported(signed_in("carla"))
    due, opened = (timezone.localtime(each) for each in (case.due_at, case.opened_at))
    assert line["Vence (AAAA-MM-DD HH:MM)"] == f"{due:%Y-%m-%d %H:%M}"
    assert line["Recibido (AAAA-MM-DD HH:MM)"] == f"{opened:%Y-%m-%d %H:%M}"
    assert "—" not in line.values()


def test_the_file_says_when_a_case_was_closed(signed_in, report, morning):
    case = report("bache")
    engine.advance(case.folio, "retirar", actor=reporter(folio=case.folio), input={"motivo": "Ya no está."})
    [line] = exported(signed_in("carla"), show="closed")
    closed = timezone.localtime(Case.objects.get().closed_at)
    assert line["Cierre (AAAA-MM-DD HH:MM)"] == f"{closed:%Y-%m-%d %H:%M}"


def test_a_cell_is_never_a_formula():
    from cms.workspace import spreadsheet

    assert spreadsheet.line(['=1+"1"']) == '"\'=1+""1"""\r\n'


@pytest.mark.parametrize("path", [QUEUE, f"{QUEUE}results/"])
def test_the_export_is_a_plain_link_to_what_is_shown(signed_in, report, path):
    report("bache")
    page = signed_in("carla").get(path, {"priority": "1"}).content.decode()
    assert f'href="{QUEUE}exportar/?priority=1"' in page
    assert "Exportar CSV" in page


def test_who_may_not_export_is_refused(signed_in, report):
    report("bache")
    assert "Exportar CSV" not in signed_in("gloria").get(QUEUE).content.decode()
    assert signed_in("gloria").get(f"{QUEUE}exportar/").status_code == 403


def test_carla_keeps_opens_and_deletes_a_view(signed_in):
    client = signed_in("carla")
    saved = client.post(url("view_save", "bacheo"), {"name": "Críticos", "query": "priority=3&p=2"})
    assert saved.url == f"{QUEUE}?priority=3"
    page = client.get(QUEUE)
    assert "Críticos" in page.content.decode()
    view = page.context["listing"].views[0]
    client.post(url("view_delete", "bacheo", view.pk))
    assert client.get(QUEUE).context["listing"].views == []


def test_several_cases_take_one_step_and_each_says_what_became_of_it(signed_in, report, carla):
    first, second, third = report("bache"), report("bache"), report("bache")
    engine.advance(third.folio, "preguntar", actor=carla, input={"pregunta": "¿Dónde?"})
    client, chosen = signed_in("carla"), [first.folio, second.folio, third.folio]
    choice = client.post(url("bulk", "bacheo"), {"case": chosen})
    assert {step.key: len(step.able) for step in choice.context["steps"]}["programar"] == 2
    wrong = client.post(url("bulk", "bacheo"), {"case": chosen, "step": "programar", "go": "1"})
    assert wrong.status_code == 422
    done = client.post(
        url("bulk", "bacheo"), {"case": chosen, "step": "programar", "go": "1", "cuadrilla": "C2"}
    )
    outcomes = {each.folio: each.done for each in done.context["outcomes"]}
    assert outcomes == {first.folio: True, second.folio: True, third.folio: False}
    assert Case.objects.filter(state="programado", crew="C2").count() == 2


def test_cases_of_another_desk_are_not_moved_by_naming_them(signed_in, report):
    leak = report("fuga_de_agua")
    response = signed_in("carla").post(url("bulk", "bacheo"), {"case": [leak.folio]})
    assert response.status_code == 302


def queries_of(client, path: str) -> list[str]:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in queries]


OURS = ("cases_", "access_", "definitions_", "queues_", "places_", "sla_")


def is_ours(sql: str) -> bool:
    """Not Wagtail's frame: session, user, permissions, profile, site."""
    return any(f'FROM "{room}' in sql for room in OURS) and 'FROM "access_user" WHERE' not in sql


@pytest.mark.parametrize("path", [QUEUE, f"{QUEUE}results/"])
def test_a_page_of_fifty_costs_what_a_page_of_ten_costs(signed_in, many, path):
    client = signed_in("carla")
    many(10)
    ten = queries_of(client, path)
    many(40)
    fifty = queries_of(client, path)
    assert len(person("carla").posts) > 1
    assert len(fifty) == len(ten)
    assert len(fifty) <= 13, "\n".join(fifty)
    assert len([sql for sql in fifty if is_ours(sql)]) <= 6, "\n".join(filter(is_ours, fifty))


def test_where_no_step_is_possible_each_state_says_who_is_waited_for(signed_in, report):
    case = finish(report("bache", profundidad_cm=15))
    choice = signed_in("carla").post(url("bulk", "bacheo"), {"case": [case.folio]})
    [waits] = choice.context["waits"]
    assert waits.folios == [case.folio]
    assert any("Solo para" in reason for reason in waits.steps.values())
    assert waits.state in choice.content.decode()


def test_two_filters_never_bear_one_name(signed_in):
    listing = signed_in("carla").get(QUEUE).context["listing"]
    labels = [str(each.label) for each in listing.filters_class.base_filters.values()]
    assert len(labels) == len(set(labels))

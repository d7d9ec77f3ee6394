"""What the foreign services brought into the language, seen where people and machines meet it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from api.v1.form_schema import form_schema
from casetypes.access.actors import PUBLIC, SYSTEM, Actor, for_user
from casetypes.access.models import Membership, User
from casetypes.cases import engine, outbox, public
from casetypes.cases.effects.draw import ticket
from casetypes.cases.models import Case, OutboxEntry
from casetypes.cases.selectors import offers
from casetypes.definitions import revision, selectors
from casetypes.definitions.loader import load_city
from casetypes.definitions.publishing.rehearsal import rehearse
from casetypes.evidence import services as evidence
from casetypes.intake.services import Submission, submit
from casetypes.intake.simulation.bulk import twins
from casetypes.kernel import clock
from casetypes.kernel.errors import Invalid, NotAllowed, NotFound, Refused
from casetypes.places import index
from casetypes.proving.scenarios import samples
from casetypes.proving.scenarios.sandbox import bring_places
from casetypes.sla.models import SlaClock
from casetypes.sla.sweep import sweep
from tests.workflows.foreign.conftest import FOLDERS

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=ZoneInfo("America/Bogota"))


@pytest.fixture
def city(db):
    """`city("rosario")`: that city is live here, until the test is over."""

    def moved_to(name: str) -> None:
        bundle = load_city(FOLDERS[name])
        rehearse(list(bundle.services.values()), bundle)
        bring_places(bundle)

    yield moved_to
    revision.forget()
    index.forget()


def somebody(role: str, desk: str) -> Actor:
    user, _new = User.objects.get_or_create(username=f"{role}@{desk}")
    Membership.objects.get_or_create(user=user, role_id=role, desk_id=desk)
    return for_user(user)


def report(service: str, answers: dict, actor: Actor = PUBLIC, **files: str) -> Case:
    fields = selectors.live_service(service).compiled.fields
    received = {
        key: [str(evidence.receive(
            content=samples.content(kind), name=samples.NAMES[kind], field=key, actor=actor, spec=fields[key],
        ).pk)]
        for key, kind in files.items()
    }  # fmt: skip
    return submit(Submission(service=service, answers=answers, files=received, actor=actor))


def compostera(**more: object) -> Case:
    place = {"latitude": -32.94, "longitude": -60.64}
    answers = {"patio": "tierra", "personas": 3, "taller_el": "2026-05-20", "ubicacion": place, "aviso": True}
    return report("compostera", {**answers, **more})


def lend(case: Case, number: str) -> Case:
    agent = somebody("agent", "compostaje")
    spec = selectors.compiled(case.version_id).spec.transitions["entregar"].input["firma"]
    signed = evidence.receive(
        content=samples.content("photo"), name="firma.jpg", field="firma", actor=agent, case=case, spec=spec
    )
    given = {"serie": number, "firma": [str(signed.pk)]}
    return engine.advance(case.folio, "entregar", actor=agent, input=given)


@pytest.fixture
def rosario(city):
    city("rosario")
    with clock.at(NOW):
        yield


def test_a_thing_on_loan_is_lent_to_nobody_else_until_it_is_back(rosario):
    first, second = compostera(), compostera()
    lend(first, "C-001")
    with pytest.raises(Refused, match="prestada"):
        lend(second, "C-001")
    engine.advance(first.folio, "devolver", actor=somebody("agent", "compostaje"), input={"estado": "buena"})
    assert lend(second, "C-001").state == "prestada"


def test_a_full_stock_refuses_the_next_one(rosario, monkeypatch):
    compiled = selectors.live_service("compostera").compiled
    small = compiled.spec.capacity["existencia"].model_copy(update={"at_most": 1})
    monkeypatch.setitem(compiled.spec.capacity, "existencia", small)
    lend(compostera(), "C-001")
    with pytest.raises(Refused, match="cuarenta"):
        lend(compostera(), "C-002")


def test_what_the_office_notes_down_is_asked_of_nobody_and_shown_to_everybody(rosario):
    compiled = selectors.live_service("compostera").compiled
    assert "serie" not in form_schema(compiled, "es")["properties"]
    assert "prestamo" not in [page["key"] for page in form_schema(compiled, "es")["x-agora-pages"]]
    assert "prestamo" not in [key for key, _page in compiled.pages({})]
    case = compostera(serie="C-666")
    assert "serie" not in Case.objects.get(pk=case.pk).answers
    lend(case, "C-003")
    shown = public.by_folio_public(case.folio)
    assert {options.label["es"]: value for options, value in [(each[1], each[2]) for each in shown.answers]} == {
        "Número de compostera": "C-003", "Devolver el": "2027-06-01",
    }  # fmt: skip


def test_an_agreed_day_is_midnight_in_the_city_and_the_step_is_taken_by_itself(rosario):
    case = lend(compostera(), "C-004")
    due = datetime(2027, 6, 1, tzinfo=ZoneInfo("America/Argentina/Cordoba"))
    assert SlaClock.objects.get(case=case, key="prestamo").due_at == due
    with clock.at(due - timedelta(minutes=1)):
        sweep()
        outbox.relay_steps()
        assert Case.objects.get(pk=case.pk).state == "prestada"
    with clock.at(due + timedelta(minutes=1)):
        sweep()
        outbox.relay_steps()
        assert Case.objects.get(pk=case.pk).state == "por_devolver"
    event = case.events.get(name="vencer")
    assert (event.actor_role, event.user_id) == ("system", None)


def test_a_step_that_no_longer_fits_leaves_the_case_as_it_is(rosario):
    case = lend(compostera(), "C-005")
    with clock.at(NOW + timedelta(days=366)):
        sweep()
        engine.advance(
            case.folio, "devolver", actor=somebody("agent", "compostaje"), input={"estado": "rota"}
        )
        outbox.relay_steps()
    assert Case.objects.get(pk=case.pk).state == "devuelta"
    assert OutboxEntry.objects.get(case=case, effect="advance").state == OutboxEntry.DONE


def test_a_step_that_only_time_takes_is_no_button(rosario):
    case = lend(compostera(), "C-006")
    assert "vencer" not in [offer.key for offer in offers(case, somebody("agent", "compostaje"))]
    with pytest.raises(NotAllowed):
        engine.advance(case.folio, "vencer", actor=somebody("agent", "compostaje"))


def test_services_that_count_places_are_simulated_by_the_engine(rosario):
    assert "capacity" in twins.missing(selectors.live_service("compostera").compiled)


@pytest.fixture
def bogota(city):
    city("bogota")
    with clock.at(NOW):
        yield


def admitted(plaza: str) -> Case:
    answers = {"plaza": plaza, "giro": "flores", "anios_oficio": 5, "victima": False, "aviso": True}
    case = report("puesto_plaza", answers, rut="document")
    return engine.advance(
        case.folio, "admitir", actor=somebody("control_desk", "plazas"), input={"completo": True}
    )


def test_lots_are_cast_among_those_who_wait_and_anybody_can_repeat_it(bogota):
    folios = [admitted("paloquemao").folio for _each in range(5)]
    elsewhere = admitted("perseverancia")
    supervisor = somebody("supervisor", "plazas")
    draw = report("sorteo_plaza", {"plaza": "paloquemao", "vacantes": 2}, somebody("agent", "plazas"))
    engine.advance(draw.folio, "sortear", actor=supervisor, input={"loteria": "4512"})
    outbox.relay_steps()
    expected = sorted(folios, key=lambda folio: ticket("4512", folio))
    states = dict(Case.objects.filter(folio__in=folios).values_list("folio", "state"))
    assert [states[folio] for folio in expected] == ["ganador"] * 2 + ["en_espera"] * 3
    assert Case.objects.get(pk=elsewhere.pk).state == "en_sorteo"
    kept = draw.events.get(name="sortear").data["draw"]
    assert kept == {"seed": "4512", "seats": 2, "among": 5, "won": expected[:2]}


def test_a_stall_is_let_once_in_each_hall(bogota):
    desk = somebody("control_desk", "plazas")

    def let(case: Case) -> Case:
        engine.advance(case.folio, "ganar", actor=SYSTEM)
        spec = selectors.compiled(case.version_id).spec.transitions["aceptar"].input["contrato"]
        paper = evidence.receive(
            content=samples.content("document"),
            name="c.pdf",
            field="contrato",
            actor=desk,
            case=case,
            spec=spec,
        )
        given = {"numero": "A-1", "contrato": [str(paper.pk)]}
        return engine.advance(case.folio, "aceptar", actor=desk, input=given)

    assert let(admitted("paloquemao")).state == "adjudicado"
    assert let(admitted("perseverancia")).state == "adjudicado"
    with pytest.raises(Refused, match="ya está adjudicado"):
        let(admitted("paloquemao"))


def test_what_only_the_city_opens_is_in_no_catalogue_and_nobody_else_opens_it(bogota, client):
    assert "sorteo_plaza" not in [each.key for each in selectors.catalogue_services()]
    assert "sorteo_plaza" not in [each["key"] for each in client.get("/api/v1/services/").json()]
    assert client.get("/api/v1/services/sorteo_plaza/form/").status_code == 404
    with pytest.raises(NotFound):
        report("sorteo_plaza", {"plaza": "paloquemao", "vacantes": 2})


def test_a_whole_sum_is_checked_against_the_kinds_of_its_list(city):
    city("los_angeles")
    with clock.at(NOW), pytest.raises(Invalid):
        report("bulky_items", {"pick_up_on": "2026-06-04", "list": [{"sort": "mattress", "pieces": "two"}]})

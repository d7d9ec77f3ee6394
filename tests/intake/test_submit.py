"""One door: what comes in whole, what is refused, and what it costs."""

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casetypes.access.actors import PUBLIC
from casetypes.audit.models import AuditLeaf
from casetypes.cases.models import Case, CaseEvent, OutboxEntry, PersonalAnswers
from casetypes.citizens.models import Citizen, Consent, ContactPoint
from casetypes.citizens.services import contact
from casetypes.evidence.models import Attachment
from casetypes.evidence.services import receive
from casetypes.intake import drafts
from casetypes.intake.models import IdempotencyKey
from casetypes.intake.services import Submission, submit
from casetypes.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from casetypes.kernel.extension_points import outbox_filled
from tests.cast import ANSWERS, CONTACT, PLAZA, personal_answers
from tests.evidence.pictures import jpeg

pytestmark = pytest.mark.django_db

MONTERREY = {"latitude": 25.6866, "longitude": -100.3161}


def test_a_report_gets_its_folio_its_state_and_its_place(report):
    case = report("bache", profundidad_cm=15)
    assert case.folio.startswith("TRC-")
    assert (case.state, case.public_status, case.channel) == ("recibido", "received", "web")
    assert (case.latitude, case.longitude) == (PLAZA["latitude"], PLAZA["longitude"])
    assert case.cell
    assert case.priority_because["es"]
    assert CaseEvent.objects.filter(case=case, kind="opened").count() == 1


def test_personal_answers_are_sealed_and_stand_nowhere_else(report, carla):
    case = report("bache", nombre="Ana Contreras", telefono="5218711234567")
    assert personal_answers(case, carla)["nombre"] == "Ana Contreras"
    written = "".join(
        json.dumps(list(model.objects.values()), default=str)
        for model in (Case, CaseEvent, OutboxEntry, PersonalAnswers, AuditLeaf, ContactPoint, Citizen)
    )
    assert "Contreras" not in written
    assert "ana@example.org" not in written
    assert "8711234567" not in written


def test_the_citizen_can_be_reached_and_what_they_agreed_to_is_on_record(report):
    case = report("bache", telefono="871 123 4567")
    assert contact(case.citizen, "email") == "ana@example.org"
    assert contact(case.citizen, "phone") == "+528711234567"
    consent = Consent.objects.get(citizen=case.citizen)
    assert (consent.notice, consent.version, consent.channel) == ("reportes", "1", "web")


def test_a_report_without_contact_data_is_taken_all_the_same(report):
    case = report("bache", correo=None)
    assert case.citizen is None
    assert not Consent.objects.exists()
    assert "aviso" not in case.answers


def test_answers_of_a_page_that_was_not_reached_are_dropped(report, carla):
    case = report("bache", lesionados=False, fecha="2026-01-05", relato="no debe quedar")
    assert "relato" not in personal_answers(case, carla)


def test_a_page_that_is_reached_asks_for_what_it_requires(report):
    with pytest.raises(Invalid) as refused:
        report("bache", lesionados=True)
    assert "fecha" in refused.value.fields
    assert report("bache", lesionados=True, fecha="2026-01-05").priority == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("profundidad_cm", "quince"),
        ("profundidad_cm", "15"),
        ("profundidad_cm", True),
        ("profundidad_cm", 1000),
        ("via", "autopista"),
        ("lesionados", "no"),
        ("descripcion", "x" * 1001),
        ("correo", "ana(at)example.org"),
        ("ubicacion", MONTERREY),
        ("ubicacion", {"latitude": 25.5}),
        ("ubicacion", {"address": "Av. Juárez 10"}),
        ("ubicacion", {"zone": "no-existe"}),
        ("fotos", ["not-an-id"]),
        ("fotos", [str(uuid.uuid4())] * 4),
        ("aviso", False),
        ("profundidad", 15),
    ],
)
def test_a_wrong_answer_is_refused_under_its_own_field_and_nothing_is_kept(report, field, value):
    before = Case.objects.count(), Citizen.objects.count()
    with pytest.raises(Invalid) as refused:
        report("bache", **{field: value})
    assert list(refused.value.fields) == [field]
    assert refused.value.fields[field][0]
    assert (Case.objects.count(), Citizen.objects.count()) == before


@pytest.mark.parametrize("field", ["profundidad_cm", "via", "lesionados", "ubicacion", "aviso"])
def test_a_missing_answer_is_asked_for(report, field):
    with pytest.raises(Invalid) as refused:
        report("bache", **{field: None})
    assert list(refused.value.fields) == [field]


def test_a_point_in_another_city_says_so_in_words(report):
    with pytest.raises(Invalid) as refused:
        report("bache", ubicacion={"latitude": PLAZA["longitude"], "longitude": PLAZA["latitude"]})
    assert list(refused.value.fields) == ["ubicacion"]


def test_a_colonia_alone_is_a_place_and_invents_no_point(report, zone):
    case = report("bache", ubicacion={"zone": str(zone), "address": "Av. Juárez 10"})
    assert case.zone == zone
    assert (case.latitude, case.longitude, case.cell) == (None, None, "")
    assert case.place == {"address": "Av. Juárez 10"}


def test_the_colonia_that_was_chosen_counts_where_the_map_knows_no_areas(report, zone):
    case = report("bache", ubicacion={**PLAZA, "zone": zone.key})
    assert case.zone == zone


def test_an_unknown_service_is_not_found():
    with pytest.raises(NotFound):
        submit(Submission(service="bachee", answers={}))


def test_the_same_key_with_the_same_content_gives_the_same_case(report):
    first, again = report("bache", key="k-1"), report("bache", key="k-1")
    assert first.pk == again.pk
    assert IdempotencyKey.objects.count() == 1
    assert report("bache", key="k-2").pk != first.pk


def test_the_same_key_with_other_content_is_a_conflict(report):
    report("bache", key="k-1")
    with pytest.raises(Conflict):
        report("bache", key="k-1", profundidad_cm=7)


def test_a_key_whose_report_was_refused_may_be_used_again(report):
    with pytest.raises(Invalid):
        report("bache", key="k-1", via="autopista")
    assert report("bache", key="k-1").pk


def test_staff_capture_for_a_caller_only_with_the_right_to(report, beto, gloria):
    assert report("bache", actor=beto).events.get().actor_role == "agent"
    with pytest.raises(NotAllowed):
        report("bache", actor=gloria)


def test_files_become_the_cases_own_when_the_answers_name_them(report):
    file = _photo()
    case = report("bache", fotos=[str(file.pk)])
    assert list(Attachment.objects.filter(case=case)) == [file]
    assert case.answers["fotos"] == [str(file.pk)]


def test_a_file_of_another_case_is_not_taken(report):
    file = _photo()
    report("bache", fotos=[str(file.pk)])
    with pytest.raises(Invalid):
        report("bache", fotos=[str(file.pk)])


def test_a_broker_that_is_down_costs_the_citizen_nothing(report, django_capture_on_commit_callbacks):
    def broken() -> None:
        raise ConnectionError("no broker")

    with outbox_filled.including(broken), django_capture_on_commit_callbacks(execute=True):
        case = report("bache")
    assert OutboxEntry.objects.filter(case=case, state="pending", effect="notify").exists()


def test_a_report_costs_at_most_four_queries(report):
    report("bache")
    with CaptureQueriesContext(connection) as queries:
        report("bache", nombre="Ana", telefono="8711234567", profundidad_cm=20)
    assert len(_work(queries)) <= 4, _told(queries)


def test_a_web_report_from_a_draft_with_photos_costs_at_most_ten_queries(report):
    saved = drafts.start("bache", language="es")
    files = [_photo(saved.key) for _ in range(3)]
    report("bache")
    with CaptureQueriesContext(connection) as queries:
        submit(
            Submission(
                service="bache",
                answers={**ANSWERS["bache"], "ubicacion": PLAZA, **CONTACT},
                files={"fotos": [str(file.pk) for file in files]},
                draft=saved.secret,
            )
        )
    assert len(_work(queries)) <= 10, _told(queries)


def test_a_folio_that_was_given_out_before_is_drawn_again(report, monkeypatch):
    taken = report("bache").folio
    folios = iter([taken, taken, "TRC-26-0000000ZX"])
    monkeypatch.setattr("casetypes.cases.opening._new_folio", lambda opened_at: next(folios))
    assert report("bache").folio == "TRC-26-0000000ZX"


def _work(queries: CaptureQueriesContext) -> list[str]:
    """Statements that read or write; opening and closing a transaction is counted by nobody."""
    control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return [query["sql"] for query in queries if not query["sql"].strip().startswith(control)]


def _told(queries: CaptureQueriesContext) -> str:
    return "\n".join(sql[:150] for sql in _work(queries))


def _photo(draft: str = "") -> Attachment:
    return receive(content=jpeg(), name="bache.jpg", field="fotos", draft=draft, actor=PUBLIC)

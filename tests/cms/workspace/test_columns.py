"""The headings of a queue whose services ask for the same thing in different words."""

import copy
import hashlib

import pytest

from casetypes.definitions import revision
from casetypes.definitions.loader.loaded import canonical
from casetypes.definitions.models import CaseType, CaseTypeVersion
from casetypes.queues.rows import CaseRow
from cms.workspace.queue.columns import STANDARD
from cms.workspace.queue.columns.answers import AnswerColumn
from cms.workspace.queue.order import Order
from cms.workspace.queue.sight import Sight
from cms.workspace.queue.table import table
from tests.cast import MORNING

pytestmark = pytest.mark.django_db
QUEUE = "/admin/mesas/bacheo/"
WHOLE = "¿En qué vía está la banqueta que se hundió?"
SIGHT = Sight("bacheo")


@pytest.fixture
def _sunken_pavement(db):
    """A copy of the service of potholes that asks in other words; its key sorts before that of the pothole."""
    model = CaseType.objects.select_related("live").get(key="bache")
    document = copy.deepcopy(model.live.document)
    document["key"] = "acera_hundida"
    for page in document["form"].values():
        if "via" in page["fields"]:
            page["fields"]["via"]["label"] = {"es": WHOLE, "en": "Which street has the sunken pavement?"}
    text = canonical(document)
    service = CaseType.objects.create(key="acera_hundida", source="cms", title=model.title)
    service.live = CaseTypeVersion.objects.create(
        case_type=service, number=1, source="", document=document,
        sha256=hashlib.sha256(text.encode()).hexdigest(), published_by="test",
    )  # fmt: skip
    service.save()
    revision.renew()
    yield
    revision.forget()


@pytest.mark.usefixtures("_sunken_pavement")
def test_a_copied_service_does_not_take_the_heading_of_the_older_one(signed_in, report):
    report("bache")
    page = signed_in("carla").get(QUEUE).content.decode()
    assert f'title="Tipo de vía / {WHOLE}"' in page
    assert ">Tipo de vía / ¿En qué vía está…<" in page


@pytest.mark.usefixtures("_sunken_pavement")
def test_an_export_has_the_whole_heading(signed_in, report):
    report("bache")
    lines = b"".join(signed_in("carla").get(f"{QUEUE}exportar/").streaming_content).decode()
    assert f'"Tipo de vía / {WHOLE}"' in lines


def test_services_that_agree_have_one_heading():
    assert AnswerColumn("form.via", ["Tipo de vía", "Tipo de vía"], "es", sight=SIGHT).label == "Tipo de vía"


def test_a_long_question_is_cut_between_words_and_kept_whole_for_the_tooltip():
    question = "¿En qué tipo de vía está el bache que quiere reportar?"
    column = AnswerColumn("form.via", [question], "es", sight=SIGHT)
    assert column.label == "¿En qué tipo de vía está el bache que…"
    assert column.heading == question


def test_a_heading_names_two_questions_the_oldest_first_and_says_that_there_are_more():
    column = AnswerColumn("form.via", ["Vía", "Calle", "Camino"], "es", sight=SIGHT)
    assert column.label == "Vía / Calle / …"
    assert column.heading == "Vía / Calle / Camino"


def test_a_unit_stands_once_in_the_heading_of_a_file_unless_the_services_differ():
    assert AnswerColumn("form.hondo", ["Hondo"], "es", sight=SIGHT, units=["cm"]).file_heading == "Hondo (cm)"
    assert (
        AnswerColumn("form.hondo", ["Hondo (cm)"], "es", sight=SIGHT, units=["cm"]).file_heading
        == "Hondo (cm)"
    )
    assert AnswerColumn("form.hondo", ["Hondo"], "es", sight=SIGHT, units=["cm", "m"]).file_heading == "Hondo"


HOSTILE = '<b onclick="x">'
ROW = CaseRow(
    pk=1, folio=HOSTILE, version_id=1, state="recibido", public_status="received", final_kind="", priority=1,
    priority_because={"es": HOSTILE}, due_at=None, opened_at=MORNING, closed_at=None, desk_id=HOSTILE,
    escalated_to_id=None, demonstration=False, answers={}, zone=HOSTILE, crew={"es": HOSTILE},
)  # fmt: skip


@pytest.mark.parametrize("name", ["folio", "priority", "zone", "crew", "desk", "opened"])
def test_what_a_case_says_never_becomes_part_of_the_page(name):
    kind, label, _sort_key = STANDARD[name]
    html = kind(name, str(label), "es").cell(ROW)
    assert "<b" not in html
    assert 'onclick="' not in html


def test_a_heading_never_becomes_part_of_the_page():
    column = AnswerColumn("form.via", [HOSTILE], "es", sight=SIGHT)
    html = table([column], [], order=Order("due_at"), sorting=lambda ordering: ordering, picks=False)
    assert "<b" not in html

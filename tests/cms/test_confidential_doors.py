"""A confidential case, tried at every door of the product by everybody: only its readers and its reporter get in."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from api.actors import issue_token
from casetypes.access import readers
from casetypes.access.actors import PUBLIC, Actor, for_user
from casetypes.access.models import User
from casetypes.audit import services as audit
from casetypes.audit.pack import write_pack
from casetypes.audit.selectors import leaves_about
from casetypes.cases import links, outbox
from casetypes.cases.models import Case
from casetypes.cases.selectors import visible_to
from casetypes.definitions import selectors as definitions
from casetypes.evidence import services as evidence
from casetypes.evidence.models import Attachment
from casetypes.intake.services import Submission, submit
from casetypes.kernel import clock
from casetypes.queues import loads as queues
from cms.pages import figures as teaser
from tests.cast import MORNING, sign_in
from tests.evidence.pictures import jpeg
from tests.readers import SECRET, appoint

DESK = "contraloria-investigadora"
WORDS = "Zafiro Esmeralda"
ANSWERS = {
    "conducta": "soborno", "relato": f"Pidió dinero en la obra {WORDS}.", "sigue_pasando": True,
    "denunciado": "Jefatura", "oficina": "Licencias", "soy": "ciudadania", "aviso": True,
}  # fmt: skip


@pytest.fixture
def secret(db, morning) -> Case:
    """An anonymous complaint with a photo."""
    spec = definitions.live_service(SECRET).compiled.fields["fotografias"]
    photo = evidence.receive(content=jpeg(), name="x.jpg", field="fotografias", actor=PUBLIC, spec=spec)
    return submit(Submission(service=SECRET, answers=ANSWERS, files={"fotografias": [str(photo.pk)]}))


@dataclass(frozen=True)
class Visitor:
    """Somebody in front of the doors: their browser, who they are, and their token for the API."""

    case: Case
    client: Client
    actor: Actor
    token: str = ""

    def shows(self, address: str, **post: str) -> bool:
        """Whether a page opens and knows of the case."""
        answer = self.client.post(address, post) if post else self.client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode("utf-8", "replace")
        return answer.status_code < 300 and (self.case.folio in text.replace(" ", "") or WORDS in text)

    def api(self, address: str, **body: object) -> int:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        if body:
            return self.client.post(
                address, body, content_type="application/json", headers=headers
            ).status_code
        answer = self.client.get(address, headers=headers)
        return answer.status_code if self.case.folio in answer.content.decode() else 404


def _queue(query: str = "") -> Callable[[Visitor], bool]:
    return lambda who: who.shows(f"/admin/mesas/{DESK}/{query}")


def _case(rest: str = "", **post: str) -> Callable[[Visitor], bool]:
    def opens(who: Visitor) -> bool:
        address = f"/admin/casos/{who.case.folio}/{rest}"
        answer = who.client.post(address, post) if post else who.client.get(address)
        return answer.status_code != 404 and not _leads_to_sign_in(answer)

    return opens


def _leads_to_sign_in(answer: HttpResponse) -> bool:
    """At once, or by the page that first shows what was written and not sent."""
    if answer.status_code == 403:
        return any(template.name == "identity/sign_in.html" for template in answer.templates)
    return answer.status_code == 302 and "/login/" in answer["Location"]


def _original(who: Visitor) -> bool:
    photo = Attachment.objects.get(case=who.case)
    return _case(f"archivos/{photo.pk}/")(who)


def _bulk(who: Visitor) -> bool:
    return who.shows(f"/admin/mesas/{DESK}/varios/", case=who.case.folio)


def _moved_over_the_api(who: Visitor) -> bool:
    """A stale revision: who knows of the case reads 409."""
    answer = who.api(f"/api/v1/cases/{who.case.folio}/transitions/registrar/", expected_revision=99, input={})
    return answer not in (401, 403, 404)


DOORS: dict[str, Callable[[Visitor], bool]] = {
    "queue": _queue(),
    "every case of the queue": _queue("?show=all"),
    "queue, referred away": _queue("?show=away"),
    "search by folio": lambda who: _found(who, who.case.folio),
    "search by words": lambda who: _found(who, "zafiro"),
    "counts of the queue": lambda who: queues.load(DESK, who.actor).open > 0,
    "counts on the first page": lambda who: queues.loads([DESK], who.actor)[DESK].open > 0,
    "first page of the admin": lambda who: who.shows("/admin/"),
    "another desk's queue": lambda who: who.shows("/admin/mesas/bacheo/?show=all"),
    "work of a crew": lambda who: who.shows("/admin/trabajo/"),
    "export": lambda who: who.shows(f"/admin/mesas/{DESK}/exportar/?show=all"),
    "several at once": _bulk,
    "page of the case": _case(),
    "step": _case("pasos/registrar/"),
    "correction": _case("corregir/"),
    "note": _case("nota/", text="Lo vi"),
    "assignment": _case("asignar/", crew=""),
    "checklist": _case("listas/admision/"),
    "original of a photo": _original,
    "selector": lambda who: visible_to(who.actor).filter(pk=who.case.pk).exists(),
    "queue over the API": lambda who: who.api(f"/api/v1/desks/{DESK}/cases/") == 200,
    "case over the API": lambda who: who.api(f"/api/v1/cases/{who.case.folio}/") == 200,
    "step over the API": _moved_over_the_api,
    "tracking page": lambda who: who.shows(f"/seguimiento/{who.case.folio}/"),
    "finding a folio": lambda who: who.shows(f"/seguimiento/buscar/?folio={who.case.folio}"),
    "confirmation": lambda who: who.shows(f"/reportes/{who.case.folio}/"),
    "catalogue": lambda who: who.shows("/servicios/?q=zafiro"),
    "colonias": lambda who: who.shows("/mapa/colonias/?q=zafiro"),
    "front page": lambda who: who.shows("/") or bool(teaser.teaser()),
    "transparency": lambda who: (
        who.shows("/transparencia/") or who.shows("/transparencia/?service=" + SECRET)
    ),
    "open data": lambda who: _in_open_data(who),
}
OF_A_READER = {
    "queue", "every case of the queue", "search by folio", "counts of the queue", "counts on the first page",
    "several at once", "page of the case", "step", "correction", "note", "assignment", "checklist",
    "original of a photo", "selector", "step over the API",
}  # fmt: skip


def _found(who: Visitor, words: str) -> bool:
    """The page repeats what was typed: only a link to the case is a find."""
    page = who.client.get(f"/admin/mesas/{DESK}/", {"q": words, "show": "all"}).content.decode()
    return f"/casos/{who.case.folio}/" in page


def _in_open_data(who: Visitor) -> bool:
    year = timezone.localdate(clock.now()).year
    files = [f"/transparencia/datos/{period}.{kind}" for period in ("todo", f"{year}", f"{year}-T4")
             for kind in ("csv", "json")]  # fmt: skip
    return any(SECRET in who.client.get(file).content.decode() for file in files)


def visitor(case: Case, name: str) -> Visitor:
    user, client = User.objects.get(username=name), Client()
    sign_in(client, user)
    return Visitor(case, client, for_user(user), issue_token(user, "test"))


def opened_by(who: Visitor) -> set[str]:
    return {name for name, door in DOORS.items() if door(who)}


def test_a_stranger_finds_nothing_at_any_door(secret):
    assert opened_by(Visitor(secret, Client(), PUBLIC)) == set()


@pytest.mark.parametrize("name", ["beto", "carla", "diego", "gloria", "admin"])
def test_no_post_and_no_right_opens_it_without_an_appointment(secret, name):
    assert opened_by(visitor(secret, name)) == set()


def test_an_appointment_without_a_post_opens_nothing(secret, beto):
    appoint(beto)
    assert opened_by(visitor(secret, "beto")) == set()


@pytest.mark.parametrize("name", ["carla", "diego"])
def test_an_appointed_reader_works_on_it_and_takes_nothing_out(secret, name):
    appoint(for_user(User.objects.get(username=name)))
    opened = opened_by(visitor(secret, name))
    assert opened <= OF_A_READER
    assert OF_A_READER - opened <= {"step", "step over the API"}  # the register is the control desk's


def test_a_former_reader_is_a_stranger_again(secret, carla):
    appoint(carla, days=2)
    with clock.at(MORNING + timedelta(days=3)):
        assert opened_by(visitor(secret, "carla")) == set()
    row = readers.current().get()
    readers.withdraw(row.pk, because="Cambió de área", actor=for_user(User.objects.get(username="admin")))
    assert not visible_to(for_user(User.objects.get(username="carla"))).exists()


def test_the_reporter_sees_it_by_the_secret_link_and_nobody_else_in_that_browser(secret):
    who = Visitor(secret, Client(), PUBLIC)
    who.client.get(f"/seguimiento/{secret.folio}/?k={links.sign(secret.folio, 'secret')}")
    assert opened_by(who) == {"tracking page"}


def test_the_log_names_the_folio_and_every_reading_and_nothing_else(secret, carla):
    appoint(carla)
    visitor(secret, "carla").client.get(f"/admin/casos/{secret.folio}/")
    visitor(secret, "diego").client.get(f"/admin/casos/{secret.folio}/")
    about = list(leaves_about(f"case:{secret.folio}"))
    assert [leaf.action for leaf in about] == ["case.open", "case.read_confidential"]
    assert about[1].actor == f"user:{carla.user_id}"
    audit.sequence_all()
    audit.checkpoint()
    pack = io.StringIO()
    write_pack(pack)
    lines = [line for line in pack.getvalue().splitlines() if secret.folio in line]
    assert len(lines) == 2
    for word in (SECRET, DESK, "presentada", WORDS, "Licencias"):
        assert not any(word in line for line in lines)


def test_what_was_written_lies_sealed_and_the_photo_has_no_public_copy(secret):
    row = Case.objects.filter(pk=secret.pk).values("answers", "calc", "place", "search_text").get()
    assert WORDS.casefold() not in str(row).casefold()
    assert row["search_text"] == secret.folio.lower()
    assert Attachment.objects.get(case=secret).public == ""


def test_letters_reach_only_readers_and_do_not_say_what_it_is_about(secret, carla):
    outbox.relay()
    assert mail.outbox == []
    appoint(carla)
    answers = {**ANSWERS, "correo": "ana@example.org"}
    other = submit(Submission(service=SECRET, answers=answers))
    outbox.relay()
    assert sorted(to for letter in mail.outbox for to in letter.to) == [
        "ana@example.org",
        "carla@example.org",
    ]
    for letter in mail.outbox:
        told = f"{letter.subject} {letter.body} {letter.message()}"
        assert other.folio in told
        for word in ("enuncia", "ervidor", "ontralor", "Licencias", WORDS):
            assert word not in told


def test_the_api_does_not_offer_it_and_takes_no_report_for_it(db, client):
    assert SECRET not in client.get("/api/v1/services/").content.decode()
    assert client.get(f"/api/v1/services/{SECRET}/form/").status_code == 404
    body = {"service": SECRET, "answers": ANSWERS}
    assert client.post("/api/v1/cases/", body, content_type="application/json").status_code == 404
    assert Case.objects.count() == 0


def test_only_a_reader_captures_one_for_a_caller(db, carla, morning):
    who = visitor(Case(folio="TRC-26-00000000"), "carla")
    assert SECRET not in who.client.get("/admin/captura/").content.decode()
    appoint(carla)
    assert SECRET in who.client.get("/admin/captura/").content.decode()

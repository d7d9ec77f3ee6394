"""One small city for every role: people with one post each, and cases that are own, foreign, closed, confidential."""

from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.auth.models import Group
from django.test import Client

from api.actors import issue_token
from casetypes.access.actors import PUBLIC, Actor, for_user, reporter
from casetypes.access.models import Membership, ReaderAppointment, User
from casetypes.access.staff.admin_groups import EDITOR_GROUPS, STAFF_GROUP
from casetypes.cases import engine, links
from casetypes.cases.models import Case, MigrationBatch, OutboxEntry
from casetypes.definitions import selectors as definitions
from casetypes.evidence import services as evidence
from casetypes.intake.services import Submission, submit
from cms.portal.session import RECEIVED
from cms.studio import services as studio
from cms.studio.models import Draft
from reports import files
from reports.models import QuarterlyReport
from tests.cast import ANSWERS, PLAZA, sign_in
from tests.evidence.pictures import picture
from tests.readers import SECRET, appoint

STAFF: dict[str, dict[str, str]] = {
    "agent": {"desk_id": "bacheo"}, "control_desk": {"desk_id": "bacheo"}, "supervisor": {"desk_id": "bacheo"},
    "crew": {"crew_id": "C1"}, "provider": {"desk_id": "simas"}, "comptroller": {},
    "steward": {"department_id": "obras-publicas"}, "committee": {}, "administrator": {}, "superuser": {},
}  # fmt: skip
REPORTERS = ("reporter of this case", "reporter of another")
CITIZENS = ("anonymous", *REPORTERS)
ROLES = (*CITIZENS, *STAFF)
PERSONAL = ("Ana María Zarco Quiroga", "zarco.quiroga@example.org", "8711234567")
CONTACT = {"nombre": PERSONAL[0], "correo": PERSONAL[1], "telefono": PERSONAL[2], "aviso": True}
COMPLAINT = {
    "conducta": "soborno", "relato": "Pidió dinero en la obra.", "sigue_pasando": True, "denunciado": "Jefatura",
    "oficina": "Licencias", "soy": "ciudadania", "aviso": True,
}  # fmt: skip


@dataclass
class World:
    """`cases` by what they are; the first is the reporter's own. `people` by role, each with one post."""

    people: dict[str, User]
    cases: dict[str, Case]
    draft: Draft
    batch: MigrationBatch
    report: QuarterlyReport
    appointment: ReaderAppointment
    files: dict[str, str] = field(default_factory=dict)

    def visitor(self, role: str) -> "Visitor":
        """Signed in already: what a visit writes is taken back."""
        found = Visitor(self, role)
        assert found.client is not None and found.token is not None
        return found


@dataclass
class Visitor:
    """Somebody in front of the doors."""

    world: World
    role: str

    @property
    def own(self) -> Case | None:
        """The case that this browser proved to have reported."""
        names = {"reporter of this case": "own", "reporter of another": "foreign"}
        return self.world.cases[names[self.role]] if self.role in names else None

    @cached_property
    def actor(self) -> Actor:
        if self.role in STAFF:
            return for_user(self.world.people[self.role])
        return reporter(folio=self.own.folio) if self.own else PUBLIC

    @cached_property
    def client(self) -> Client:
        client = Client(raise_request_exception=False)
        if self.role in STAFF:
            return sign_in(client, self.world.people[self.role])
        if self.own:
            client.get(f"/seguimiento/{self.own.folio}/", {"k": links.sign(self.own.folio)})
            session = client.session
            session[RECEIVED] = [self.own.folio]
            session.save()
        return client

    @cached_property
    def token(self) -> dict[str, str]:
        """What a program sends in this person's name; nothing for who has no account."""
        if self.role not in STAFF:
            return {}
        return {"Authorization": f"Bearer {issue_token(self.world.people[self.role], 'matrix')}"}


def build() -> World:
    people = {role: _person(role, place) for role, place in STAFF.items()}
    desk, crew = for_user(people["control_desk"]), {"cuadrilla": "C1"}
    own, closed = _report("bache"), _report("bache")
    engine.advance(own.folio, "programar", actor=desk, input=crew)
    engine.advance(
        closed.folio, "retirar", actor=reporter(folio=closed.folio), input={"motivo": "Ya no está."}
    )
    cases = {
        "own": own, "foreign": _report("luminaria"), "of the department": _report("fuga_de_agua"),
        "of the provider": _at_the_provider(), "closed": closed,
        "confidential": submit(Submission(service=SECRET, answers=COMPLAINT)),
    }  # fmt: skip
    cases = {name: Case.objects.get(pk=case.pk) for name, case in cases.items()}
    world = World(people, cases, _draft(), _batch(), _finished_report(), appoint(for_user(_reader())))
    world.files = {case.folio: _photo(case) for case in cases.values()}
    return world


def _person(role: str, place: dict[str, str]) -> User:
    user = User.objects.create(
        username=f"m-{role}", full_name=f"Persona {role}", is_staff=True, is_superuser=role == "superuser"
    )
    if role != "superuser":
        Membership.objects.create(user=user, role_id=role, **place)
    groups = [STAFF_GROUP] + ([EDITOR_GROUPS[role]] if role in EDITOR_GROUPS else [])
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def _reader() -> User:
    """A named reader of confidential complaints, so that there are some."""
    user = User.objects.create(username="m-reader", full_name="Lectora", is_staff=True)
    Membership.objects.create(user=user, role_id="supervisor", desk_id="contraloria-investigadora")
    return user


def _report(service: str) -> Case:
    answers = {**ANSWERS[service], "ubicacion": PLAZA, **CONTACT}
    return submit(Submission(service=service, answers=answers))


def _at_the_provider() -> Case:
    case = _report("fuga_de_agua")
    liaison = User.objects.create(username="m-liaison", is_staff=True)
    Membership.objects.create(user=liaison, role_id="control_desk", desk_id="enlace-agua")
    return engine.advance(case.folio, "turnar_a_simas", actor=for_user(liaison), input={"nota": "Plaza"})


def _photo(case: Case) -> str:
    photo = evidence.receive(
        content=picture("JPEG", 40, 30), name="foto.jpg", field="fotos", actor=PUBLIC, case=case
    )
    return str(photo.pk)


def _draft() -> Draft:
    return studio.start("bache", actor=for_user(User.objects.get(username="hugo")))


def _batch() -> MigrationBatch:
    return MigrationBatch.objects.create(
        case_type_id="bache", target=definitions.live("bache"), state=MigrationBatch.LOOKED
    )


def _finished_report() -> QuarterlyReport:
    report = QuarterlyReport(period="2026Q3", state=QuarterlyReport.DONE, figures_sha256="ab" * 32)
    report.file = files.keep(report, b"%PDF-1.7 of a test")
    report.save()
    return report


def a_message(case: Case) -> int:
    """The number of one of the case's effects with an outside."""
    return OutboxEntry.objects.filter(case=case).order_by("pk").values_list("pk", flat=True).first() or 0

"""Cases as history: one call is one case with its first step, clock and rating, at moments of the city's time."""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from casetypes.cases.models import Case, CaseEvent
from casetypes.definitions.models import CaseType, CaseTypeVersion
from casetypes.places.models import Zone
from casetypes.sla.models import SlaClock
from casetypes.surveys.models import Survey

TORREON = ZoneInfo("America/Monterrey")
_numbers = count(1)


def at(text: str) -> datetime:
    """“2023-10-02 09:00” on the clocks of Torreón."""
    return datetime.fromisoformat(text).replace(tzinfo=TORREON)


def case(opened: str, service: str = "bache", **columns: object) -> Case:
    """A case; `closed` (text) closes it as done, other columns are those of the model."""
    number = next(_numbers)
    case_type = CaseType.objects.select_related("live").get(key=service)
    closed = at(str(columns.pop("closed"))) if "closed" in columns else None
    return Case.objects.create(
        **{
            "folio": f"T-{number}", "case_type": case_type, "version": case_type.live, "state": "recibido",
            "public_status": "resolved" if closed else "received", "final_kind": "done" if closed else "",
            "desk_id": case_type.live.document["desk"], "opened_at": at(opened), "closed_at": closed, **columns,
        }
    )  # fmt: skip


def step(one: Case, after: timedelta, role: str = "control_desk") -> CaseEvent:
    """The first step by somebody of that role."""
    return CaseEvent.objects.create(
        case=one, at=one.opened_at + after, kind="transition", name="programar", from_state="recibido",
        to_state="programado", actor_role=role, revision=2,
    )  # fmt: skip


def clock(one: Case, *, met: bool | None, key: str = "solucion", due: datetime | None = None) -> SlaClock:
    """A clock that is decided, or runs when `met` is None."""
    return SlaClock.objects.create(
        case=one, key=key, state="running" if met is None else "stopped", calendar="oficina", budget="5 working days",
        started_at=one.opened_at, due_at=due or one.opened_at + timedelta(days=7), met=met,
    )  # fmt: skip


def rating(one: Case, stars: int) -> Survey:
    moment = one.opened_at + timedelta(days=9)
    return Survey.objects.create(
        case=one, key="satisfaccion", invited_at=moment, closes_at=moment, answered_at=moment, rating=stars
    )


def zone(name: str, key: str = "") -> Zone:
    return Zone.objects.create(
        key=key or f"test-{name.lower()}",
        name=name,
        search_name=name.lower(),
        postal_code="27000",
        source="test",
    )


def confidential_service() -> str:
    key = "denuncia_confidencial"
    case_type = CaseType.objects.create(key=key, title={"es": "Denuncia"}, confidential=True)
    model = CaseTypeVersion.objects.filter(case_type="bache").latest("number")
    case_type.live = CaseTypeVersion.objects.create(
        case_type=case_type,
        number=1,
        source=model.source,
        document=model.document,
        sha256="0" * 64,
        published_by="t",
    )
    case_type.save()
    return key

"""The slow teller: the services that people use, at the moments of the past. What the quick one must equal."""

from datetime import datetime

from django.db import transaction

from casetypes.access.actors import Actor
from casetypes.cases import engine, outbox
from casetypes.cases.links import sign
from casetypes.cases.models import Case
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.evidence import shared
from casetypes.fieldwork.models import ChecklistRecord, WorkOrder
from casetypes.fieldwork.services import fill_checklist
from casetypes.intake.services import submit
from casetypes.intake.simulation.deeds import Deed, Fill, Move, Rate, Report, Standing
from casetypes.intake.simulation.pictures import Album, Photo
from casetypes.intake.submission import Submission
from casetypes.kernel import clock
from casetypes.kernel.errors import DomainError
from casetypes.notifications.silence import silence
from casetypes.sla.models import SlaClock
from casetypes.sla.sweep import sweep_case
from casetypes.surveys import services as surveys
from casetypes.surveys.models import Survey


class ByEngine:
    """One case. `end` settles its messages: the caller's transaction holds everything until then."""

    folio: str
    compiled: CompiledService

    def __init__(self, album: Album) -> None:
        self.album = album

    def report(self, report: Report) -> None:
        self.compiled = report.compiled
        with clock.at(report.at):
            files = {
                field: [self._photo(photo, None, field, report.compiled.fields[field], report.actor)]
                for field, photo in report.photos.items()
            }
            self.folio = submit(Submission(
                service=report.compiled.key, answers=report.raw, files=files, channel=report.channel,
                language=report.language, actor=report.actor, demonstration=True,
            )).folio  # fmt: skip

    def carry_out(self, deed: Deed) -> bool:
        with clock.at(deed.at):
            try:
                with transaction.atomic():
                    self._do(deed)
            except DomainError:
                return False
            outbox.relay_steps()
        return True

    def _do(self, deed: Deed) -> None:
        if isinstance(deed, Move):
            engine.advance(self.folio, deed.transition, actor=deed.actor, input=deed.input)
        elif isinstance(deed, Rate):
            surveys.answer(sign(self.folio, "survey"), deed.answers, language="es")
        else:
            self._fill(deed)

    def _fill(self, deed: Fill) -> None:
        case, items = self._case(), self.compiled.spec.checklists[deed.checklist].items
        photos = {
            item: [self._photo(photo, case, item, items[item], deed.actor)]
            for item, photo in deed.photos.items()
        }
        fill_checklist(self.folio, deed.checklist, actor=deed.actor, answers={**deed.answers, **photos})

    def _photo(self, photo: Photo, case: Case | None, field: str, spec: FieldOptions, actor: Actor) -> str:
        picture = self.album.find(self.compiled, photo.scene, done=case is not None)
        kind = getattr(spec, "evidence", None) or ""
        return str(shared.show(picture, pk=photo.id, case=case, field=field, kind=kind, actor=actor).pk)

    def _case(self) -> Case:
        return Case.objects.select_related("desk").get(folio=self.folio)

    def next_mark(self) -> datetime | None:
        waiting = SlaClock.objects.filter(
            case__folio=self.folio, state=SlaClock.RUNNING, next_mark_at__isnull=False
        )
        return waiting.order_by("next_mark_at").values_list("next_mark_at", flat=True).first()

    def sweep(self, at: datetime) -> None:
        with clock.at(at):
            sweep_case(self.folio)
            outbox.relay_steps()

    def standing(self) -> Standing:
        case = self._case()
        this_round = case.reopened + 1
        done = ChecklistRecord.objects.filter(case=case, round=this_round, complete=True)
        invited = Survey.objects.filter(case=case, round=this_round, answered_at=None).order_by("-id").first()
        orders = WorkOrder.objects.filter(case=case, closed_at=None)
        return Standing(
            folio=case.folio, state=case.state, final=case.final_kind, desk=case.desk_id, crew=case.crew_id or "",
            reopened=case.reopened, closed_at=case.closed_at, survey=invited.key if invited else "",
            complete=frozenset(done.values_list("key", flat=True)),
            orders=frozenset(orders.values_list("checklist", flat=True)),
        )  # fmt: skip

    def end(self) -> None:
        """Nobody is written to."""
        silence(self._case())

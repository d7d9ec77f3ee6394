"""One case in memory, from its report to its end: the engine's pure rules, and its rows for the books.

Every step mirrors a service that people use, in the order in which that one writes: `report` is `intake.submit`,
`_move` is `engine.advance`, `_fill` is `fieldwork.fill_checklist`, `_rate` is `surveys.answer`, `sweep` is
`sla.sweep_case`.
"""

from datetime import datetime

from casetypes.access.actors import SYSTEM, Actor, reporter
from casetypes.access.policies import may
from casetypes.cases import engine
from casetypes.cases.attempt import Attempt
from casetypes.cases.models import CaseEvent
from casetypes.definitions import selectors as definitions
from casetypes.fieldwork.models import ChecklistRecord
from casetypes.fieldwork.services import missing, role_of
from casetypes.intake.simulation.bulk import effects, guards, reporting
from casetypes.intake.simulation.bulk.held import HeldCase
from casetypes.intake.simulation.deeds import Deed, Fill, Move, Rate, Report
from casetypes.kernel import clock
from casetypes.sla import subscribers as sla
from casetypes.sla import sweep as marks
from casetypes.sla.models import SlaClock
from casetypes.sla.reckoning import reached, reckon
from casetypes.surveys.services import rating_of


class Journey(HeldCase):
    """Carries out deeds on a case that exists nowhere but here, until `end` writes it into the books."""

    def report(self, report: Report) -> None:
        """The case comes into being."""
        with clock.at(report.at):
            reporting.submit(self, report)

    def carry_out(self, deed: Deed) -> bool:
        """False when the service refuses; nothing has changed then."""
        with clock.at(deed.at):
            if isinstance(deed, Move):
                return self._move(deed)
            if isinstance(deed, Fill):
                return self._fill(deed)
            return self._rate(deed)

    def sweep(self, at: datetime) -> None:
        """Carry out the marks that are reached by then."""
        with clock.at(at):
            now = clock.now()
            for each in self.clocks:
                if each.state != SlaClock.RUNNING or each.next_mark_at is None or each.next_mark_at > now:
                    continue
                spec = self.compiled.spec.clocks[each.key]
                for label in reached(each, list(spec.at), now):
                    event = self._occur(marks.mark(self.case, each, spec, label), SYSTEM)
                    self.explain(marks.entry(each, event))
                reckon(each, list(spec.at))

    def _move(self, deed: Move) -> bool:
        case, compiled, actor = self.case, self.compiled, deed.actor
        spec = compiled.spec.transitions[deed.transition]
        roles = self.books.memory.roles(actor, case)
        attempt = Attempt(case, compiled, deed.transition, actor, roles, contributed=self.roots(spec))
        if case.state not in spec.sources or not attempt.role:
            return False
        cleaned = self.books.memory.input(attempt, deed.input)
        if cleaned is None:
            return False
        attempt.input = cleaned.all
        attempt.__dict__.pop("roots", None)
        if not guards.hold(self, attempt):
            return False
        before = case.state
        case.__dict__["state"] = attempt.branch.goto
        engine.settle(case, before, compiled)
        move = engine.Move(attempt, cleaned.kept, cleaned.personal)
        event = self.numbered(engine.moved(case, before, move, actor))
        if case.citizen is not None:
            self.personal |= {
                f"{event.name}.{key}#{event.revision}": value for key, value in cleaned.personal.items()
            }
        effects.carry_out(self, [*spec.do, *attempt.branch.do], event, attempt.roots)
        self._follow(event)
        self.settled(event, actor, "case.advance")
        self.done_by[deed.transition] = actor.user_id
        return True

    def _fill(self, deed: Fill) -> bool:
        case, actor, spec = self.case, deed.actor, self.compiled.spec.checklists[deed.checklist]
        if not may(actor, "case.fieldwork", case) or case.state not in spec.open_in:
            return False
        if deed.photos and not may(actor, "case.attach_evidence", case):
            return False
        values = self.books.memory.checklist(self.compiled, deed.checklist, deed.answers)
        if values is None:
            return False
        for item, photo in deed.photos.items():
            values[item] = [self.photo(photo, case, item, spec.items[item], actor)]
        place = (deed.checklist, case.reopened + 1)
        record = self.checklists.setdefault(place, ChecklistRecord(case=case, key=place[0], round=place[1]))
        record.answers = {**record.answers, **values}
        record.complete = not missing(spec, record.answers)
        record.filled_by_id, record.filled_at = actor.user_id, clock.now()
        if record.complete:
            for order in self.orders:
                if order.checklist == deed.checklist and order.closed_at is None:
                    order.closed_at = clock.now()
        role, done = role_of(actor, case), {"complete": record.complete}
        self._occur(engine.Occurrence("checklist", deed.checklist, role=role, data=done), actor)
        return True

    def _rate(self, deed: Rate) -> bool:
        survey = max(self.surveys, key=lambda each: each.round, default=None)
        if survey is None or survey.answered_at is not None or survey.closes_at <= clock.now():
            return False
        spec = definitions.survey(survey.key)
        values = self.books.memory.values(("survey", survey.key), spec.questions, deed.answers)
        if values is None:
            return False
        survey.answers, survey.rating, survey.answered_at = values, rating_of(spec, values), clock.now()
        told = engine.Occurrence("survey", survey.key, role="reporter", data={"rating": survey.rating})
        self._occur(told, reporter(folio=self.folio))
        return True

    def _occur(self, what: engine.Occurrence, actor: Actor) -> CaseEvent:
        event = self.numbered(engine.occurred(self.case, what, actor))
        effects.carry_out(self, what.effects, event, {})
        self.settled(event, actor, f"case.{what.kind}")
        return event

    def _follow(self, event: CaseEvent) -> None:
        """Clocks and work orders, as their rooms' subscribers do it."""
        case, spec = self.case, self.compiled.spec
        if spec.clocks:
            work = sla.followed(case, event, self.compiled, self.clocks)
            for each in work.started:
                each.pk = self.books.clocks.next_id()
            self.clocks = [*self.clocks, *work.started]
            for entry in work.entries:
                self.explain(entry)
        lists = {order.checklist for order in spec.work_orders.values() if order.checklist}
        if any(case.state in spec.checklists[key].open_in for key in lists):
            for order in self.orders:
                if order.started_at is None and order.closed_at is None:
                    order.started_at, order.crew_id = event.at, case.crew_id

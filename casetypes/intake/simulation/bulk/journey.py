"""One case in memory, from its report to its end: the engine's pure rules, and its rows for the books.

Every step mirrors a service that people use, in the order in which that one writes: `report` is `intake.submit`,
`_move` is `engine.advance`, `_fill` is `fieldwork.fill_checklist`, `_rate` is `surveys.answer`, `sweep` is
`sla.sweep_case`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from casetypes.access.actors import SYSTEM, Actor, reporter
from casetypes.access.policies import may
from casetypes.audit import services as audit
from casetypes.cases import engine, opening
from casetypes.cases.attempt import Attempt
from casetypes.cases.models import Case, CaseEvent, OutboxEntry, PersonalAnswers
from casetypes.cases.opening import Opening, Rules
from casetypes.cases.roots import case_roots
from casetypes.citizens import services as citizens
from casetypes.citizens.keys import new_wrapped_key
from casetypes.citizens.models import Citizen
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.effects import EffectCall
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.evidence import shared
from casetypes.fieldwork.models import ChecklistRecord, WorkOrder
from casetypes.fieldwork.services import missing
from casetypes.intake.placing import Place
from casetypes.intake.simulation.bulk import effects, guards
from casetypes.intake.simulation.bulk.books import Books
from casetypes.intake.simulation.deeds import Deed, Fill, Move, Rate, Report, Standing
from casetypes.intake.simulation.pictures import Photo
from casetypes.kernel import clock
from casetypes.notifications.silence import REASON
from casetypes.queues.models import Assignment
from casetypes.sla import subscribers as sla
from casetypes.sla import sweep as marks
from casetypes.sla.models import ClockEntry, SlaClock
from casetypes.sla.reckoning import reached, reckon
from casetypes.surveys.models import Survey
from casetypes.surveys.services import rating_of

NOWHERE = Place()


class Journey:
    """Carries out deeds on a case that exists nowhere but here, until `end` writes it into the books."""

    case: Case
    compiled: CompiledService

    def __init__(self, books: Books, folio: str, citizen: UUID) -> None:
        self.books, self.folio, self._citizen_id = books, folio, citizen
        self.clocks: list[SlaClock] = []
        self.orders: list[WorkOrder] = []
        self.assignments: list[Assignment] = []
        self.surveys: list[Survey] = []
        self.checklists: dict[tuple[str, int], ChecklistRecord] = {}
        self.readers: dict[tuple[str, str], datetime] = {}
        self.done_by: dict[str, int | None] = {}
        self.personal: dict[str, object] = {}
        self.evidence: dict[tuple[str, int], int] = {}

    def report(self, report: Report) -> None:
        """What `intake.submit` would make of it."""
        with clock.at(report.at):
            self.compiled = report.compiled
            photos = {
                field: [
                    str(
                        self._photo(
                            photo, None, field, self._kind(report.compiled.fields[field]), report.actor
                        ).pk
                    )
                ]
                for field, photo in report.photos.items()
            }
            ready = self._opening(report, photos)
            case = self.case = opening.prepared(ready)
            self._remember_rules(report)
            case.pk = self.books.cases.ids.next()  # type: ignore[union-attr]
            case.desk = self.books.desks[case.desk_id]
            self._own_photos()
            self.personal = dict(ready.personal)
            self.clocks = case.__dict__.pop("new_clocks")
            for each in self.clocks:
                each.case_id = case.pk  # type: ignore[assignment]
                each.pk = self.books.clocks.ids.next()  # type: ignore[union-attr]
            event = self._numbered(opening.opened(case, ready))
            roots = case_roots(case, actor=report.actor)
            self._carry_out(self.compiled.spec.on_open.do, event, roots)
            self.books.events.add_instance(event)
            self._leaf(engine.leaf(case, event, report.actor, "case.open"))

    def carry_out(self, deed: Deed) -> bool:
        """False when the service refuses; nothing has changed then."""
        with clock.at(deed.at):
            if isinstance(deed, Move):
                return self._move(deed)
            if isinstance(deed, Fill):
                return self._fill(deed)
            return self._rate(deed)

    def next_mark(self) -> datetime | None:
        """When a running clock reaches its next mark."""
        waiting = [
            each.next_mark_at for each in self.clocks if each.state == SlaClock.RUNNING and each.next_mark_at
        ]
        return min(waiting, default=None)

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
                    self._explain(marks.entry(each, event))
                reckon(each, list(spec.at))

    def standing(self) -> Standing:
        """What the director looks at."""
        case, this_round = self.case, self.case.reopened + 1
        open_survey = next(
            (
                each
                for each in reversed(self.surveys)
                if each.answered_at is None and each.round == this_round
            ),
            None,
        )
        return Standing(
            folio=case.folio, state=case.state, final=case.final_kind, desk=case.desk_id, crew=case.crew_id or "",
            reopened=case.reopened, closed_at=case.closed_at, survey=open_survey.key if open_survey else "",
            complete=frozenset(
                key for (key, number), each in self.checklists.items() if number == this_round and each.complete
            ),
            orders=frozenset(order.checklist for order in self.orders if order.closed_at is None),
        )  # fmt: skip

    def end(self) -> None:
        """What has changed on the way is written as it is now."""
        books, case = self.books, self.case
        books.cases.add_instance(case)
        for each in self.clocks:
            books.clocks.add_instance(each)
        rows: tuple[tuple[Any, Iterable[Any]], ...] = (
            (books.orders, self.orders), (books.assignments, self.assignments), (books.surveys, self.surveys),
            (books.checklists, self.checklists.values()),
        )  # fmt: skip
        for sheet, instances in rows:
            for instance in instances:
                instance.id = sheet.ids.next()
                sheet.add_instance(instance)
        for (desk, reason), since in self.readers.items():
            number = books.readers.ids.next()  # type: ignore[union-attr]
            books.readers.add(
                {"id": number, "case_id": case.pk, "desk_id": desk, "reason": reason, "since": since}
            )
        if self.personal and case.citizen is not None:
            sealed = citizens.seal_answers(case.citizen, self.personal, f"case:{case.folio}")
            books.personal.add_instance(PersonalAnswers(case=case, sealed=sealed))

    def let_read(self, desk: str, reason: str) -> None:
        self.readers.setdefault((desk, reason), clock.now())

    def _opening(self, report: Report, photos: Mapping[str, list[str]]) -> Opening:
        clean, place = report.variant.clean, report.spot.place
        form = {
            **clean.form,
            **{key: day for key, day in report.dates.items() if key in clean.form},
            **photos,
        }
        if self.compiled.location_field:
            form[self.compiled.location_field] = dict(report.spot.answer)
        else:
            place = NOWHERE
        personal = {
            **clean.personal,
            **{key: day for key, day in report.dates.items() if key in clean.personal},
        }
        assert self.compiled.version_id is not None
        return Opening(
            version_id=self.compiled.version_id, answers=form, personal=personal,
            citizen=self._citizen(report) if personal or report.variant.consents else None,
            channel=report.channel, language=report.language, zone=place.zone, latitude=place.latitude,
            longitude=place.longitude, cell=place.cell, place=place.words, actor=report.actor, demonstration=True,
            folio=self.folio, rules=self.books.memory.rules.get((self.compiled.key, report.variant.key)),
        )  # fmt: skip

    def _remember_rules(self, report: Report) -> None:
        memory, key = self.books.memory, (self.compiled.key, report.variant.key)
        if key not in memory.rules and memory.same_rules(self.compiled, report.variant):
            case = self.case
            memory.rules[key] = Rules(case.calc, case.priority, case.priority_because, case.rules_unset)

    def _citizen(self, report: Report) -> Citizen:
        citizen = Citizen(
            id=self._citizen_id,
            wrapped_key=new_wrapped_key(),
            language=report.language,
            created_at=clock.now(),
        )
        self.books.citizens.add_instance(citizen)
        for notice, version in report.variant.consents:
            self.books.consents.add({
                "id": self.books.consents.ids.next(), "citizen_id": citizen.pk, "notice": notice,  # type: ignore[union-attr]
                "version": version, "channel": report.channel, "given_at": clock.now(),
            })  # fmt: skip
        return citizen

    def _photo(
        self, photo: Photo, case: Case | None, field: str, kind: str, actor: Actor
    ) -> shared.Attachment:
        picture = self.books.album.find(self.compiled, photo.scene, done=case is not None)
        shown = shared.attachment(picture, pk=photo.id, case=case, field=field, kind=kind, actor=actor)
        self._shown = [*getattr(self, "_shown", ()), shown]
        for entry in shared.custody(shown, actor):
            entry.id = self.books.custody.ids.next()  # type: ignore[union-attr]
            self.books.custody.add_instance(entry)
        self._leaf(shared.leaf(shown, actor))
        if case is not None:
            self._own_photos()
            if kind:
                place = (kind, case.reopened + 1)
                self.evidence[place] = self.evidence.get(place, 0) + 1
        return shown

    @staticmethod
    def _kind(spec: FieldOptions) -> str:
        return getattr(spec, "evidence", None) or ""

    def _own_photos(self) -> None:
        for shown in self.__dict__.pop("_shown", ()):
            shown.case_id = self.case.pk
            self.books.attachments.add_instance(shown)

    def _move(self, deed: Move) -> bool:
        case, compiled, actor = self.case, self.compiled, deed.actor
        spec = compiled.spec.transitions[deed.transition]
        roles = self.books.memory.roles(actor, case)
        attempt = Attempt(case, compiled, deed.transition, actor, roles, contributed=self._roots(spec))
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
        event = self._numbered(engine.moved(case, before, move, actor))
        if case.citizen is not None:
            self.personal |= {
                f"{event.name}.{key}#{event.revision}": value for key, value in cleaned.personal.items()
            }
        self._carry_out([*spec.do, *attempt.branch.do], event, attempt.roots)
        self._follow(event)
        self._settled(event, actor, "case.advance")
        self.done_by[deed.transition] = actor.user_id
        return True

    def _follow(self, event: CaseEvent) -> None:
        """Clocks and work orders, as their rooms' subscribers do it."""
        case, spec = self.case, self.compiled.spec
        if spec.clocks:
            work = sla.followed(case, event, self.compiled, self.clocks)
            for each in work.started:
                each.pk = self.books.clocks.ids.next()  # type: ignore[union-attr]
            self.clocks = [*self.clocks, *work.started]
            for entry in work.entries:
                self._explain(entry)
        lists = {order.checklist for order in spec.work_orders.values() if order.checklist}
        if any(case.state in spec.checklists[key].open_in for key in lists):
            for order in self.orders:
                if order.started_at is None and order.closed_at is None:
                    order.started_at, order.crew_id = event.at, case.crew_id

    def _fill(self, deed: Fill) -> bool:
        case, actor, spec = self.case, deed.actor, self.compiled.spec.checklists[deed.checklist]
        if not may(actor, "case.fieldwork", case) or case.state not in spec.open_in:
            return False
        values = self.books.memory.checklist(self.compiled, deed.checklist, deed.answers)
        if values is None:
            return False
        for item, photo in deed.photos.items():
            values[item] = [str(self._photo(photo, case, item, self._kind(spec.items[item]), actor).pk)]
        place = (deed.checklist, case.reopened + 1)
        record = self.checklists.setdefault(place, ChecklistRecord(case=case, key=place[0], round=place[1]))
        record.answers = {**record.answers, **values}
        record.complete = not missing(spec, record.answers)
        record.filled_by_id, record.filled_at = actor.user_id, clock.now()
        if record.complete:
            for order in self.orders:
                if order.checklist == deed.checklist and order.closed_at is None:
                    order.closed_at = clock.now()
        role = next(iter(sorted(self.books.memory.roles(actor, case) - {"administrator"})), actor.kind)
        done = {"complete": record.complete}
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
        event = self._numbered(engine.occurred(self.case, what, actor))
        self._carry_out(what.effects, event, {})
        self._settled(event, actor, f"case.{what.kind}")
        return event

    def _settled(self, event: CaseEvent, actor: Actor, action: str) -> None:
        self.case.changed_at = clock.now()
        self.books.events.add_instance(event)
        self._leaf(engine.leaf(self.case, event, actor, action))

    def _carry_out(self, calls: Sequence[EffectCall], event: CaseEvent, roots: Mapping[str, object]) -> None:
        for call in calls:
            now, number = clock.now(), self.books.outbox.ids.next()  # type: ignore[union-attr]
            arguments = self.books.memory.arguments(call)
            sent = call.name != effects.UNSENT
            if sent:
                effects.TWINS[call.name](self, event, call.args, roots)
            else:
                self._unsent(number, arguments, now)
            self.books.outbox.add({
                "id": number, "case_id": self.case.pk, "event_id": event.pk, "effect": call.name,
                "arguments": arguments, "state": OutboxEntry.DONE, "attempts": int(sent), "next_at": now,
                "created_at": now, "done_at": now,
            })  # fmt: skip

    def _unsent(self, number: int, arguments: Mapping[str, Any], now: datetime) -> None:
        """A message on record that is sent to nobody."""
        template = arguments["template"]
        self.books.messages.add({
            "id": self.books.messages.ids.next(), "case_id": self.case.pk, "template": template,  # type: ignore[union-attr]
            "audience": arguments.get("to") or definitions.message(template).audience, "channel": "email",
            "language": self.case.language, "state": "suppressed", "reason": REASON,
            "dedupe": f"{number}:{template}:simulated:email", "created_at": now,
        })  # fmt: skip

    def _roots(self, spec: Any) -> dict[str, object]:
        """What rooms above contribute to expressions, as far as the transition asks."""
        wanted, this_round, found = self.books.memory.wanted(spec), self.case.reopened + 1, {}
        if "checklist" in wanted:
            found["checklist"] = {
                key: {"complete": bool((each := self.checklists.get((key, this_round))) and each.complete)}
                for key in self.compiled.spec.checklists
            }
        if "evidence" in wanted:
            found["evidence"] = {
                kind: n for (kind, number), n in self.evidence.items() if number == this_round
            }
        if "clock" in wanted:
            overdue = {key: {"overdue": False} for key in self.compiled.spec.clocks}
            for each in sorted(self.clocks, key=lambda each: each.run):
                overdue[each.key] = {"overdue": "100%" in each.marks}
            found["clock"] = overdue
        return found

    def _explain(self, entry: ClockEntry) -> None:
        entry.clock_id = entry.clock.pk
        entry.id = self.books.entries.ids.next()  # type: ignore[union-attr]
        self.books.entries.add_instance(entry)

    def _numbered(self, event: CaseEvent) -> CaseEvent:
        event.pk = self.books.events.ids.next()  # type: ignore[union-attr]
        return event

    def _leaf(self, entry: tuple[str, str, str, Mapping[str, object]]) -> None:
        self.books.leaves.append(audit.leaf(*entry))

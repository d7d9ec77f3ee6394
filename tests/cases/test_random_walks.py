"""Random walks over random services: whatever people try, no case is ever left in a state that cannot be."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from casetypes.access.actors import Actor, for_user, reporter
from casetypes.access.models import User
from casetypes.cases import engine
from casetypes.cases.models import Case, CaseEvent
from casetypes.definitions.checking import check_text, live_city
from casetypes.definitions.selectors import compiled
from casetypes.definitions.services import publish_service
from casetypes.fieldwork.services import fill_checklist
from casetypes.intake.services import Submission, submit
from casetypes.kernel import clock
from casetypes.kernel.errors import DomainError
from casetypes.sla.models import ClockEntry, SlaClock
from casetypes.sla.sweep import sweep_case
from tests.cases.random_definitions import KEY, definitions
from tests.cast import CONTACT, MORNING, PLAZA

pytestmark = pytest.mark.django_db

HOLDERS = {"control_desk": "carla", "supervisor": "diego", "agent": "beto", "reporter": "ana"}
STAFF = ("beto", "carla", "diego", "elena")
TRIES = st.lists(
    st.one_of(
        st.tuples(st.just("fitting"), st.integers(0, 99), st.just(""), st.booleans()),
        st.tuples(st.just("any"), st.integers(0, 99), st.sampled_from([*STAFF, "ana"]), st.booleans()),
        st.tuples(st.just("stale"), st.integers(0, 99), st.sampled_from(STAFF), st.booleans()),
        st.tuples(st.just("wait"), st.integers(1, 2000), st.just(""), st.booleans()),
        st.tuples(st.just("list"), st.just(0), st.sampled_from(STAFF), st.booleans()),
    ),
    min_size=6,
    max_size=14,
)


class Undone(Exception):
    """Rolls one walk back."""


class Walk:
    """One case of one random service, and everything that must hold after each try."""

    def __init__(self, text: str, urgent: bool) -> None:
        self.people: dict[str, Actor] = {name: for_user(User.objects.get(username=name)) for name in STAFF}
        irene = for_user(User.objects.get(username="irene"))
        publish_service(text, key=KEY, actor=irene, authors=[], replaces=None)
        answers = {"que": "Algo", "urgente": urgent, "ubicacion": PLAZA, **CONTACT}
        self.case = submit(Submission(service=KEY, answers=answers, channel="web", language="es"))
        self.people["ana"] = reporter(folio=self.case.folio)
        self.spec = compiled(self.case.version_id).spec
        self.before = self.seen()
        self.tries: Counter[str] = Counter()

    def seen(self) -> dict[str, object]:
        case = Case.objects.get(pk=self.case.pk)
        return {
            "case": case,
            "events": list(CaseEvent.objects.filter(case=case).order_by("id")),
            "clocks": {(one.key, one.run): one for one in SlaClock.objects.filter(case=case)},
            "entries": ClockEntry.objects.filter(clock__case=case).count(),
        }

    def attempt(self, what: str, number: int, who: str, with_reason: bool) -> None:
        """One try; it may be refused, and must then leave nothing behind."""
        with suppress(DomainError), transaction.atomic():
            if what == "wait":
                sweep_case(self.case.folio)
            elif what == "list":
                data = {"visto": with_reason}
                fill_checklist(self.case.folio, "lista", answers=data, actor=self.people[who])
            else:
                self.move(what, number, who, with_reason)
                self.check_moved()
                self.tries["moved"] += 1
                return
        self.check_unmoved()
        self.tries[what] += 1

    def move(self, what: str, number: int, who: str, with_reason: bool) -> None:
        """A step that fits state and person, or any step by anybody, or one of somebody who saw an older revision."""
        state, revision = self.before["case"].state, self.before["case"].revision
        steps = list(self.spec.transitions)
        if what == "fitting":
            steps = [key for key in steps if state in self.spec.transitions[key].sources] or steps
        key = steps[number % len(steps)]
        if what == "fitting":
            roles = self.spec.transitions[key].by
            who, with_reason = HOLDERS[roles[number % len(roles)]], True
        given = {"motivo": "Porque sí"} if with_reason and self.spec.transitions[key].input else {}
        seen = revision - 1 if what == "stale" else revision
        engine.advance(self.case.folio, key, actor=self.people[who], input=given, expected_revision=seen)
        assert what != "stale"

    def check_moved(self) -> None:
        """One step: one event of its own, one revision more, a way that the definition has."""
        was, now = self.before, self.seen()
        old, new = was["case"], now["case"]
        fresh = now["events"][len(was["events"]) :]
        moved = [event for event in fresh if event.kind == "transition"]
        assert len(moved) == 1
        [event] = moved
        assert new.revision == old.revision + 1 == event.revision
        assert (event.from_state, event.to_state) == (old.state, new.state)
        way = self.spec.transitions[event.name]
        assert old.state in way.sources
        assert new.state in {branch.goto for branch in way.to}
        self.check_always(now)

    def check_unmoved(self) -> None:
        """Refused, waited or written into a list: the same state and revision, and no event of a move."""
        was, now = self.before, self.seen()
        assert (now["case"].state, now["case"].revision) == (was["case"].state, was["case"].revision)
        fresh = now["events"][len(was["events"]) :]
        assert not [event for event in fresh if event.kind == "transition"]
        self.check_always(now)

    def check_always(self, now: dict[str, object]) -> None:
        case = now["case"]
        state = self.spec.states[case.state]
        assert (case.public_status, case.final_kind) == (state.public, state.final or "")
        assert (case.closed_at is not None) == bool(state.final)
        assert [event.id for event in self.before["events"]] == [
            event.id for event in now["events"][: len(self.before["events"])]
        ]
        self.check_clocks(now)
        self.before = now

    def check_clocks(self, now: dict[str, object]) -> None:
        """Runs never vanish, stopped ones stay, pauses only grow; a due date that moved is in the ledger."""
        moved_due = 0
        for name, old in self.before["clocks"].items():
            new = now["clocks"][name]
            assert new.started_at == old.started_at
            assert set(old.marks) <= set(new.marks)
            resumed = self.spec.clocks[old.key].reopen == "resume"
            if old.state == SlaClock.STOPPED and not resumed:
                assert (new.state, new.due_at, new.stopped_at) == (old.state, old.due_at, old.stopped_at)
            assert new.pauses[: len(old.pauses)] == old.pauses
            if old.due_at and new.due_at:
                assert new.due_at >= old.due_at
            moved_due += bool(old.due_at and new.due_at and old.due_at != new.due_at)
        assert now["entries"] - self.before["entries"] >= moved_due
        running = [one for one in now["clocks"].values() if one.state == SlaClock.RUNNING]
        for one in running:
            assert now["case"].state in self.spec.clocks[one.key].runs_in
            assert one.due_at >= one.started_at


def test_no_walk_over_any_service_breaks_what_must_always_hold():
    tries: Counter[str] = Counter()

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(definitions(sorted(live_city().fragments)), st.booleans(), TRIES)
    def walks(text, urgent, steps):
        assume(not check_text(text, key=KEY).errors)
        tries.update(walked(text, urgent, steps))

    walks()
    assert not Case.objects.filter(case_type__key=KEY).exists()
    assert min(tries["moved"], tries["fitting"] + tries["any"], tries["stale"], tries["wait"]) > 10, tries


def walked(text: str, urgent: bool, steps) -> Counter[str]:
    """One walk, rolled back; how often what was tried."""
    with suppress(Undone), transaction.atomic():
        with clock.at(MORNING):
            walk = Walk(text, urgent)
        moment = MORNING
        for what, number, who, with_reason in steps:
            moment += timedelta(minutes=number if what == "wait" else 1)
            with clock.at(moment):
                walk.attempt(what, number, who, with_reason)
        raise Undone
    return walk.tries

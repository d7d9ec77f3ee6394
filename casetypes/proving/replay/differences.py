"""What differs between two verdicts on one case, and where the record says otherwise than the case's own version."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from casetypes.cases.models import PRIORITY_RANK
from casetypes.proving.replay.past import BORN, MOVE, PastCase
from casetypes.proving.replay.verdict import (
    GONE,
    NO_STATE,
    NOT_FROM_HERE,
    REFUSED,
    Deadline,
    Reasons,
    Step,
    Verdict,
)

PRIORITY, DESK, BRANCH, OUTCOME = "priority", "desk", "branch", "outcome"
DEADLINE, LATE, STOPPED, MISSING = "deadline", "late", "stopped", "missing"
KINDS = (PRIORITY, DESK, BRANCH, OUTCOME, DEADLINE, LATE, STOPPED, MISSING)
RANK_NAME = {rank: name for name, rank in PRIORITY_RANK.items()}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the draft would have done otherwise. `what` names the move, clock or question it is about;
    `before` and `after` are keys of the definition, moments (ISO), or "" for nothing; `note` is a code of `words`."""

    kind: str
    what: str = ""
    before: str = ""
    after: str = ""
    note: str = ""
    said: tuple[tuple[tuple[str, str], ...], ...] = ()
    reasons: Reasons = ()

    def as_json(self) -> dict[str, Any]:
        """Without what is empty."""
        plain = {key: value for key, value in asdict(self).items() if value}
        if self.said:
            plain["said"] = [dict(texts) for texts in self.said]
        return plain


def from_json(plain: dict[str, Any]) -> Difference:
    said = tuple(tuple(texts.items()) for texts in plain.get("said", ()))
    reasons = tuple((path, value) for path, value in plain.get("reasons", ()))
    return Difference(**{**plain, "said": said, "reasons": reasons})


def between(own: Verdict, draft: Verdict, translated: Any) -> list[Difference]:
    """Nothing when both judge alike. `translated` gives the draft's name of an own state."""
    found = list(_opening(own, draft, translated))
    seen: set[Difference] = set()
    for before, after in zip(own.steps, draft.steps, strict=True):
        for difference in _moves(before, after, translated):
            if difference not in seen:
                seen.add(difference)
                found.append(difference)
    if own.outcome and draft.outcome and own.outcome != draft.outcome:
        found.append(Difference(OUTCOME, before=own.outcome, after=draft.outcome))
    for key in dict.fromkeys((*own.deadlines, *draft.deadlines)):
        found += _clocks(key, own.deadlines.get(key, []), draft.deadlines.get(key, []))
    found += [Difference(MISSING, key) for key in sorted(draft.missing - own.missing)]
    return found


def _opening(own: Verdict, draft: Verdict, translated: Any) -> Iterator[Difference]:
    was, is_now = own.decided, draft.decided
    if was.priority != is_now.priority:
        yield Difference(
            PRIORITY, before=was.priority, after=is_now.priority, reasons=is_now.reasons or was.reasons
        )
    if own.desk != draft.desk:
        yield Difference(DESK, before=own.desk, after=draft.desk)
    if translated(own.initial) != draft.initial:
        yield Difference(BRANCH, before=own.initial, after=draft.initial, note="opening")


def _moves(own: Step, draft: Step, translated: Any) -> Iterator[Difference]:
    if draft.problem in (GONE, NO_STATE, NOT_FROM_HERE, REFUSED):
        if (own.problem, own.guard, own.said) != (draft.problem, draft.guard, draft.said):
            note = draft.guard if draft.problem == REFUSED else draft.problem
            yield Difference(STOPPED, own.name, note=note, said=draft.said, reasons=draft.reasons)
        return
    if own.problem or draft.problem:
        return
    if translated(own.goto) != draft.goto:
        yield Difference(BRANCH, own.name, own.goto, draft.goto, reasons=draft.reasons or own.reasons)
    if own.refer != draft.refer:
        yield Difference(DESK, own.name, own.refer, draft.refer)


def _clocks(key: str, own: list[Deadline], draft: list[Deadline]) -> Iterator[Difference]:
    """The first run that is due at another moment; and whether any run was late."""
    for index in range(max(len(own), len(draft))):
        before = own[index] if index < len(own) else None
        after = draft[index] if index < len(draft) else None
        dues = before.due if before else None, after.due if after else None
        if dues[0] != dues[1]:
            spans = f"{before.budget if before else ''}|{after.budget if after else ''}"
            reasons = after.reasons if after and (before is None or before.reasons != after.reasons) else ()
            texts = [due.isoformat() if due else "" for due in dues]
            yield Difference(DEADLINE, key, texts[0], texts[1], note=spans, reasons=reasons)
            break
    was, would = any(each.late for each in own), any(each.late for each in draft)
    if was != would:
        yield Difference(LATE, key, _flag(was), _flag(would))


def _flag(late: bool) -> str:
    return "late" if late else "in_time"


def by_hand(case: PastCase, own: Verdict) -> list[Difference]:
    """Where the record (`before`) differs from what the case's own version says (`after`): somebody changed it, or it
    was decided under another version or calendar."""
    found = []
    if RANK_NAME[case.priority] != own.decided.priority:
        found.append(Difference(PRIORITY, before=RANK_NAME[case.priority], after=own.decided.priority))
    moves = [event for event in case.events if event.kind == MOVE]
    for event, step in zip(moves, own.steps, strict=True):
        if step.goto and step.goto != event.after:
            found.append(Difference(BRANCH, event.name, event.after, step.goto))
        if step.refer and step.refer != event.desk and step.refer != event.referred:
            found.append(Difference(DESK, event.name, event.referred, step.refer))
    born = next((event for event in case.events if event.kind in BORN), None)
    if born is not None and born.desk != own.desk:
        found.append(Difference(DESK, before=born.desk, after=own.desk))
    return found + list(_dues_by_hand(case, own))


def _dues_by_hand(case: PastCase, own: Verdict) -> Iterator[Difference]:
    recorded = {(each.key, each.run): each.due_at for each in case.clocks}
    for key, runs in own.deadlines.items():
        for each in runs:
            stored = recorded.get((key, each.run), each.due)
            if stored != each.due and stored is not None:
                yield Difference(DEADLINE, key, stored.isoformat(), each.due.isoformat() if each.due else "")

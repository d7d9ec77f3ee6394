"""Nobody reads cases, personal answers, files or addresses without saying for whom, but a few with a reason."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.architecture.tree import named, python

ENGINE = "the engine and what it calls inside one move, on the case it holds locked"
OWN_FAMILY = "looks from a case, which its caller was allowed, at that case's own relatives"
COUNTS = "counts only: no case, no folio and nothing of one leaves it"
TASK = "a task of the system for every case alike; a person began it with a right of their own"
MAKES = "writes cases (imports, demonstration, simulation) and reads back what it wrote"
SCENARIO = "a rehearsal that is taken back: its own cases only"
GATE = "this is where the question “for whom” is answered"
SEALED = "its caller was asked by `policies.may`, and the reading goes on record there"
OF_A_CASE = "takes the case that its caller was allowed to see"


@dataclass(frozen=True)
class Kept:
    """What is kept apart, how code would reach it, where it is to go instead, and who may with which reason."""

    what: str
    models: frozenset[str]
    tables: frozenset[str]
    instead: str
    allowed: dict[str, str]


CASES = Kept(
    "cases", frozenset({"Case"}), frozenset({"cases_case"}),
    "take `cases.selectors.visible_to(actor)` or `get_for(actor, folio)`; for everybody's eyes `cases.public`",
    {
        "casetypes/cases/selectors.py": GATE, "casetypes/cases/confidentiality.py": GATE,
        "casetypes/cases/sight.py": GATE, "casetypes/cases/specimens.py": MAKES,
        "casetypes/cases/public.py": GATE,
        "casetypes/cases/engine.py": ENGINE, "casetypes/cases/opening.py": ENGINE,
        "casetypes/cases/effects/draw.py": ENGINE, "casetypes/cases/guards/capacity.py": ENGINE,
        "casetypes/cases/guards/open_children.py": OWN_FAMILY, "casetypes/cases/children.py": OWN_FAMILY,
        "casetypes/cases/open_counts.py": COUNTS, "casetypes/cases/migration/ways.py": COUNTS,
        "casetypes/cases/migration/chunks.py": TASK, "casetypes/cases/migration/moving.py": TASK,
        "casetypes/cases/migration/undoing.py": TASK, "casetypes/sla/recompute.py": TASK,
        "casetypes/accounts/sending.py": "finds where a code goes; only who reads that mailbox learns it",
        "casetypes/proving/replay/reading.py": TASK,
        "casetypes/proving/scenarios/walk.py": SCENARIO, "casetypes/proving/scenarios/expectations.py": SCENARIO,
        "casetypes/intake/demonstration/play.py": MAKES, "casetypes/intake/demonstration/story.py": MAKES,
        "casetypes/intake/imports/running.py": MAKES, "casetypes/intake/simulation/by_engine.py": MAKES,
        "casetypes/intake/simulation/running.py": MAKES,
        "cms/studio/replays/pages.py": COUNTS, "config/telemetry/state.py": COUNTS,
        "reports/facts/columns.py": COUNTS, "reports/facts/upkeep.py": COUNTS, "reports/counting/known.py": COUNTS,
    },
)  # fmt: skip
PERSONAL = Kept(
    "personal answers", frozenset({"PersonalAnswers"}), frozenset({"cases_personalanswers"}),
    "take `cases.personal`, which asks the policy and records who read what for which purpose",
    {
        "casetypes/cases/personal_data/personal.py": GATE, "casetypes/cases/attempt_input.py": ENGINE,
        "casetypes/cases/corrections/weighing.py": ENGINE,
        "casetypes/cases/migration/chunks.py": TASK, "casetypes/cases/migration/undoing.py": TASK,
        "casetypes/proving/replay/reading.py": TASK,
        "casetypes/accounts/taking_along.py": "what a signed-in citizen takes along of their own cases",
    },
)  # fmt: skip
FILES = Kept(
    "files", frozenset({"Attachment"}), frozenset({"evidence_attachment"}),
    "take `evidence.selectors` for a case that the actor may see, `evidence.services.read_original` for an original",
    {
        "casetypes/evidence/selectors.py": OF_A_CASE,
        "casetypes/evidence/addresses.py": SEALED, "casetypes/evidence/services.py": SEALED,
        "casetypes/intake/confidential_files.py": TASK,
        "casetypes/proving/replay/reading.py": COUNTS,
    },
)  # fmt: skip
ADDRESSES = Kept(
    "addresses of citizens", frozenset({"ContactPoint"}), frozenset({"citizens_contactpoint"}),
    "take `citizens.services` and `citizens.selectors`",
    {
        "casetypes/citizens/selectors.py": GATE, "casetypes/citizens/services.py": GATE,
        "casetypes/cases/personal_data/anonymised.py": "makes six letters out of a digest; no address is opened",
    },
)  # fmt: skip
KEPT = (CASES, PERSONAL, FILES, ADDRESSES)
MANAGERS = {"objects", "_default_manager", "_base_manager"}


def reached(source: str, kept: Kept) -> Iterator[int]:
    """Lines that ask the database for what is kept, by manager, by reverse accessor or in SQL."""
    if not _may_reach(source, kept):
        return
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    accessors = {f"{model.lower()}_set" for model in kept.models}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            of = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", "")
            if (node.attr in MANAGERS and of in kept.models) or node.attr in accessors:
                yield node.lineno
        elif isinstance(node, ast.Constant) and id(node) not in told and _in_sql(node.value, kept.tables):
            yield node.lineno


def _may_reach(source: str, kept: Kept) -> bool:
    """Whether the words occur at all: most modules need no closer look."""
    managers = (rf"\b{model}\s*\.\s*(?:{'|'.join(MANAGERS)})\b" for model in kept.models)
    accessors = (f"{model.lower()}_set" for model in kept.models)
    return any(re.search(words, source) for words in (*managers, *accessors, *kept.tables))


def _in_sql(value: object, tables: frozenset[str]) -> bool:
    found = (rf"\b(?:FROM|JOIN|UPDATE|INTO)\s+{table}\b" for table in tables)
    return isinstance(value, str) and any(re.search(pattern, value, re.IGNORECASE) for pattern in found)


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.what)
def test_nobody_reads_them_without_saying_for_whom(kept: Kept):
    strangers = [
        f"{named(path)}:{line} reads {kept.what} for nobody in particular: {kept.instead}. "
        "If it must, add the module with its reason to tests/architecture/test_scope.py."
        for path in python()
        if named(path) not in kept.allowed
        for line in reached(path.read_text(encoding="utf-8"), kept)
    ]
    assert strangers == []


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.what)
def test_every_module_on_the_list_still_needs_its_reason(kept: Kept):
    needing = {named(path) for path in python() if any(reached(path.read_text(encoding="utf-8"), kept))}
    assert sorted(set(kept.allowed) - needing) == []


@pytest.mark.parametrize("line", [
    "Case.objects.filter(desk=desk)", "models.Case.objects.all()", "Case._default_manager.get(pk=1)",
    "citizen.case_set.all()", "cursor.execute('SELECT folio FROM cases_case WHERE id = 1')",
    "Case._base_manager.count()",
])  # fmt: skip
def test_a_query_without_an_actor_is_seen(line: str):
    assert list(reached(line, CASES)) == [1]


@pytest.mark.parametrize("line", ["MigratedCase.objects.all()", "visible_to(actor)", "'''FROM cases_case'''"])
def test_what_is_no_such_query_is_left_alone(line: str):
    assert list(reached(line, CASES)) == []

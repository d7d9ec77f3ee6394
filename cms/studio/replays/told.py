"""A result in the words of who reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casetypes.definitions import checking
from casetypes.definitions import selectors as definitions
from casetypes.definitions.loader import load_text
from casetypes.definitions.schema.service import Service
from casetypes.proving.replay import output
from casetypes.proving.replay.differences import from_json
from casetypes.proving.replay.running import Finding
from casetypes.proving.replay.words import KINDS, Words
from cms.studio import selectors as drafts
from cms.studio.replays.models import ReplayFinding, ReplayRun


@dataclass(frozen=True)
class ClockLine:
    """One deadline: how many cases had it, were late, would be, and how far its dates move."""

    title: str
    sums: Mapping[str, Any]
    shift: str


@dataclass(frozen=True)
class CaseLine:
    """One case; `lines` are sentences."""

    folio: str
    lines: list[str]


def words_of(run: ReplayRun, language: str) -> Words:
    """With the titles of the text that was tried, then those of the live version."""
    text = drafts.revision(run.draft, run.revision).text
    city = checking.live_city()
    loaded = load_text(text, checking.file_of(run.draft.key), fragments=city.fragments)
    live = definitions.live_service(run.draft.key).compiled.spec
    draft = loaded.model if isinstance(loaded.model, Service) else live
    return Words(draft, live, language)


def finding_of(row: ReplayFinding) -> Finding:
    return Finding(
        row.case_id, row.case.folio, row.case.opened_at, tuple(map(from_json, row.differences)),
        tuple(map(from_json, row.stored)), tuple(row.lacking),
    )  # fmt: skip


def case_lines(rows: list[ReplayFinding], words: Words) -> list[CaseLine]:
    return [CaseLine(row.case.folio, output.told(finding_of(row), words)) for row in rows]


def clock_lines(summary: Mapping[str, Any], words: Words) -> list[ClockLine]:
    return [ClockLine(words.clock(key), sums, output.moved(sums)) for key, sums in clocks(summary, words)]


def clocks(summary: Mapping[str, Any], words: Words) -> list[tuple[str, Mapping[str, Any]]]:
    """The sums of each clock in the order of the draft; those it no longer has come last."""
    order = [*words.draft.clocks, *words.own.clocks]
    return sorted(summary["clocks"].items(), key=lambda each: order.index(each[0]))


def ways(summary: Mapping[str, Any], words: Words) -> list[tuple[int, str]]:
    """The commonest ways to differ: how many cases, and in words."""
    return [(group["cases"], output.group_line(group, words)) for group in summary["groups"][: output.GROUPS]]


def kinds(summary: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """(key, words, cases) of everything that the list can be narrowed to, the commonest first."""
    found = sorted(summary["kinds"].items(), key=lambda each: -each[1])
    return [(kind, str(KINDS[kind]), count) for kind, count in found]

"""What a replay tells: its sums and its cases, as text, JSON and rows of a table."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from casetypes.proving.replay.differences import Difference
from casetypes.proving.replay.reading import Scope
from casetypes.proving.replay.running import BEGINNING, Finding
from casetypes.proving.replay.tally import Tally
from casetypes.proving.replay.words import KINDS, Words, moment, outcome, priority, shift

GROUPS = 12


def as_json(
    tally: Tally, numbers: Mapping[int, int], scope: Scope, shown: list[Finding], words: Words
) -> str:
    """`{"service", "since", "until", "summary": {…}, "listed": [{"folio", "differences": […]}]}`."""
    told = {
        "service": scope.service,
        "since": None if scope.since == BEGINNING else scope.since.isoformat(),
        "until": scope.until.isoformat(),
        "summary": tally.as_json(numbers),
        "listed": [case_as_json(finding, words) for finding in shown],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def case_as_json(finding: Finding, words: Words) -> dict[str, Any]:
    return {
        "folio": finding.folio,
        "opened_at": finding.opened_at.isoformat(),
        "differences": [{**each.as_json(), "words": words.of(each)} for each in finding.differences],
        "changed_by_hand": [each.as_json() for each in finding.stored],
        "lacking": list(finding.lacking),
    }


def as_text(
    tally: Tally, numbers: Mapping[int, int], scope: Scope, shown: list[Finding], words: Words
) -> str:
    """The summary first, then the cases."""
    summary = tally.as_json(numbers)
    return "".join(f"{line}\n" for line in [*summed(summary, words), *_cases(summary, shown, words)])


def summed(summary: Mapping[str, Any], words: Words) -> Iterator[str]:
    """The summary, line by line, as the studio shows it too."""
    yield _("%(cases)s cases, %(differ)s would differ.") % {
        "cases": count(summary["cases"]),
        "differ": count(summary["differ"]),
    }
    for kind, cases in summary["kinds"].items():
        yield f"  {KINDS[kind]}: {count(cases)}"
    if summary["clocks"]:
        yield _("Late: %(late)s; with the draft: %(would)s.") % {
            "late": count(summary["late"]),
            "would": count(summary["would_be_late"]),
        }
    for key, sums in summary["clocks"].items():
        yield "  " + clock_line(words.clock(key), sums)
    for group in summary["groups"][:GROUPS]:
        yield f"  {count(group['cases'])} × {group_line(group, words)}"
    yield from notes(summary, words)


def clock_line(title: str, sums: Mapping[str, Any]) -> str:
    said = _(
        "“%(clock)s”: late %(late)s of %(ran)s; with the draft %(would)s (%(newly)s more, %(fewer)s less)"
    ) % {
        "clock": title, "late": count(sums["late"]), "ran": count(sums["ran"]),
        "would": count(sums["would_be_late"]), "newly": count(sums["newly_late"]),
        "fewer": count(sums["no_longer_late"]),
    }  # fmt: skip
    return f"{said}; {moved(sums)}"


def moved(sums: Mapping[str, Any]) -> str:
    """How many dates of a clock move, and by how much in the middle."""
    if not sums["moved"]:
        return _("no date moves")
    words = ngettext("%(count)s date moves", "%(count)s dates move", sums["moved"]) % {
        "count": count(sums["moved"])
    }
    return f"{words}, " + _("median: %(shift)s") % {"shift": shift(sums["median_minutes"])}


def group_line(group: Mapping[str, Any], words: Words) -> str:
    """One way to differ, without the reasons of a single case."""
    kind, what = group["kind"], group["what"]
    if not kind:
        return _("other ways")
    if kind in ("stopped", "missing"):
        return f"{KINDS[kind]}: {words.subject(kind, what)}"
    return words.of(Difference(kind, what, group["before"], group["after"]))


def notes(summary: Mapping[str, Any], words: Words) -> Iterator[str]:
    """What the figures do not cover, and why."""
    if summary["unevaluable"]:
        yield _("Not judged: %(count)s cases, whose rules need what they do not have: %(what)s.") % {
            "count": count(summary["unevaluable"]),
            "what": ", ".join(f"{what} ({cases})" for what, cases in summary["lacking"].items()),
        }
    if summary["by_last_rule"]:
        yield _(
            "Of an earlier system, without the answers: %(count)s cases; the last rule counts for them."
        ) % {"count": count(summary["by_last_rule"])}
    if summary["unasked"]:
        yield _("The draft's rules read answers that these cases were never asked for: %(fields)s.") % {
            "fields": ", ".join(summary["unasked"])
        }
    if summary["unknown_moves"]:
        yield _("Steps whose branch depends on what was not written down then: %(count)s.") % {
            "count": count(summary["unknown_moves"])
        }
    if summary["changed_by_hand"]:
        yield _("The record itself differs from the case's own version (changed by hand, by a migration or by a "
                "calendar): %(kinds)s. The comparison is with the version, not with the record.") % {
            "kinds": ", ".join(f"{KINDS[kind]} {count(cases)}" for kind, cases in summary["changed_by_hand"].items())
        }  # fmt: skip


def _cases(summary: Mapping[str, Any], shown: list[Finding], words: Words) -> Iterator[str]:
    for finding in shown:
        yield ""
        yield finding.folio
        for line in told(finding, words):
            yield f"  {line}"
    left = summary["differ"] + summary["unevaluable"] - len(shown)
    if left > 0:
        yield ""
        yield _("… and %(count)s more; --csv FILE keeps all of them.") % {"count": left}


def count(number: int) -> str:
    return number_format(number, force_grouping=True)


def told(finding: Finding, words: Words) -> list[str]:
    """Every line about one case."""
    lines = [words.of(each) for each in finding.differences]
    if finding.lacking:
        lines.append(_("not judged: it lacks %(what)s") % {"what": ", ".join(finding.lacking)})
    return lines + [stored(each) for each in finding.stored]


def stored(each: Difference) -> str:
    """Where the record says otherwise than the case's own version."""
    readable = {"priority": priority, "deadline": moment, "outcome": outcome}.get(each.kind, str)
    return _("on record it is otherwise (%(kind)s: %(before)s, and the version says %(after)s)") % {
        "kind": KINDS[each.kind],
        "before": readable(each.before),
        "after": readable(each.after),
    }


def heads() -> list[str]:
    return [
        pgettext("table", "Folio"), pgettext("table", "Received"), pgettext("table", "Kind"),
        pgettext("table", "What"), pgettext("table", "Before"), pgettext("table", "After"),
        pgettext("table", "In words"),
    ]  # fmt: skip


def lines(findings: Iterable[Finding], words: Words) -> Iterator[list[str]]:
    """One row per difference; a case that cannot be judged has one that says so."""
    for finding in findings:
        opened = finding.opened_at.isoformat()
        for each in finding.differences:
            yield [
                finding.folio, opened, each.kind, each.what, each.before, each.after, safe(words.of(each)),
            ]  # fmt: skip
        if finding.lacking:
            said = _("not judged: it lacks %(what)s") % {"what": ", ".join(finding.lacking)}
            yield [finding.folio, opened, "unevaluable", "", "", "", safe(said)]


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@" else text

"""Proofs as lines for a terminal and as JSON, in the active language."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casetypes.definitions.problems import Problem
from casetypes.definitions.wording import in_words
from casetypes.proving.scenarios.account import Proof
from casetypes.proving.scenarios.coverage import KINDS, Coverage


def as_text(proofs: Sequence[Proof], *, coverage: bool = False) -> str:
    """Every problem with its place, the coverage if asked for, and one line that sums up."""
    lines = [line_of(problem) for proof in proofs for problem in proof.problems]
    if coverage:
        lines += [line for proof in proofs for line in _coverage(proof)]
    return "\n".join([*lines, summary(proofs), ""])


def as_json(proofs: Sequence[Proof]) -> dict[str, Any]:
    """`{"passed", "services": [{"service", "file", "passed", "scenarios", "problems", "coverage"}]}`."""
    return {
        "passed": all(proof.passed for proof in proofs),
        "services": [proof.as_json() for proof in proofs],
    }


def line_of(problem: Problem) -> str:
    """`services/bache.yaml:210:9 scenario-failed: …`, as the linter writes its own."""
    text = f"{problem.file}:{problem.line}:{problem.column} {problem.rule}: {in_words(problem.message)}"
    return f"{text}. {in_words(problem.hint)}" if problem.hint else text


def summary(proofs: Sequence[Proof]) -> str:
    """How many services, how many scenarios, how many of them fail, and the share that publishing rests on."""
    told = [scenario for proof in proofs for scenario in proof.scenarios]
    failed = sum(not scenario.passed for scenario in told)
    services = ngettext("%(number)d service", "%(number)d services", len(proofs)) % {"number": len(proofs)}
    stories = ngettext("%(number)d scenario", "%(number)d scenarios", len(told)) % {"number": len(told)}
    fails = ngettext("%(number)d does not hold", "%(number)d do not hold", failed) % {"number": failed}
    verdict = fails if failed else _("all hold")
    touched = _("Touched of transitions, branches and clocks: %(share)s.") % {"share": percent(total(proofs))}
    return f"{services}, {stories}: {verdict}. {touched}"


def total(proofs: Sequence[Proof]) -> float:
    """Of the transitions, branches and clocks of all services together."""
    counts = [proof.coverage.demanded_counts for proof in proofs]
    whole = sum(all_ for _done, all_ in counts)
    return sum(done for done, _all in counts) / whole if whole else 1.0


def percent(share: float) -> str:
    """Rounded down: 100 % is all of it, never nearly all."""
    return f"{int(share * 100 + 1e-9)} %"


def figures(coverage: Coverage) -> list[str]:
    """`transitions 13/13`, one for each kind that the service has."""
    return [f"{in_words(KINDS[kind])} {done}/{whole}" for kind, (done, whole) in coverage.counts.items()]


def _coverage(proof: Proof) -> list[str]:
    head = f"{proof.key}: {percent(proof.coverage.demanded)} ({', '.join(figures(proof.coverage))})"
    return [
        head,
        *(f"  {each.mark.file}:{each.mark.line} {in_words(each.name)}" for each in proof.coverage.untouched),
    ]

"""Which clocks promise a solution and which a first step, read from every published version."""

import json
from typing import Any, cast

from casetypes.definitions.models import CaseTypeVersion

# By hash of the version: versions never change, so each is read once per process.
_known: dict[str, dict[str, bool]] = {}


def as_json() -> str:
    """Rows (service, key, solution) for SQL; where versions of a service disagree the latest counts."""
    versions = list(
        CaseTypeVersion.objects.order_by("number", "pk").values_list("case_type_id", "sha256", "pk")
    )
    _read([pk for _service, digest, pk in versions if digest not in _known])
    found = {
        (service, key): solution
        for service, digest, _pk in versions
        for key, solution in _known[digest].items()
    }
    return json.dumps([{"service": s, "key": k, "solution": v} for (s, k), v in sorted(found.items())])


def _read(versions: list[int]) -> None:
    if not versions:
        return
    rows = CaseTypeVersion.objects.filter(pk__in=versions).values_list("sha256", "document")
    for digest, document in rows:
        _known[digest] = solutions(cast(dict[str, Any], document).get("clocks") or {})


def solutions(clocks: dict[str, dict[str, object]]) -> dict[str, bool]:
    """A clock that runs in states promises the solution; one between two transitions promises a step. A
    service that has only the second kind has all of them counted as its solution."""
    by_state = any(clock.get("runs_in") for clock in clocks.values())
    return {key: bool(clock.get("runs_in")) or not by_state for key, clock in clocks.items()}

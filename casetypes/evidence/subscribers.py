"""What evidence adds to expressions: `evidence.<kind>`, a count."""

from collections.abc import Set

from casetypes.cases.models import Case
from casetypes.evidence.selectors import counts
from casetypes.kernel.extension_points import expression_roots


@expression_roots.register
def evidence_counts(case: Case, wanted: Set[str]) -> dict[str, dict[str, object]]:
    return {"evidence": dict(counts(case))} if "evidence" in wanted else {}

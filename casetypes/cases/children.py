"""What became of the cases that a case opened: `children.<service>.open`, `.done`, `.other`, for expressions.

Two desks that answer side by side are two child cases; the step that needs both asks for their ends.
"""

from collections.abc import Set

from casetypes.cases.models import Case
from casetypes.definitions import selectors
from casetypes.kernel.extension_points import expression_roots


@expression_roots.register
def children_root(case: Case, wanted: Set[str]) -> dict[str, dict[str, dict[str, int]]]:
    """Counts by service: still open, ended as done, ended in any other way."""
    if "children" not in wanted:
        return {}
    services = selectors.compiled(case.version_id).spec.opens_cases_of
    counts = {key: {"open": 0, "done": 0, "other": 0} for key in services}
    ends = Case.objects.filter(parent=case).values_list("case_type_id", "final_kind")
    for service, final_kind in ends:
        kind = {"": "open", "done": "done"}.get(final_kind, "other")
        counts.setdefault(service, {"open": 0, "done": 0, "other": 0})[kind] += 1
    return {"children": counts}

"""Nothing is resolved while a child case of it is open (product.md, "Honest by design", 1)."""

from django.utils.translation import gettext as _

from casetypes.cases.attempt import Attempt
from casetypes.cases.models import Case
from casetypes.kernel.registry import guards


@guards.register("open_children")
def check(attempt: Attempt) -> list[str]:
    if not attempt.resolves or "child_case" not in attempt.compiled.effects_used:
        return []
    open_ones = Case.objects.filter(parent=attempt.case, final_kind="").values_list("folio", flat=True)[:3]
    return [
        _("The case %(folio)s that belongs to it is still open.") % {"folio": folio} for folio in open_ones
    ]

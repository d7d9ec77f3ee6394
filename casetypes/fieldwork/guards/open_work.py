"""Nothing is resolved while a work order of it is open (product.md, "Honest by design", 1)."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.cases.attempt import Attempt
from casetypes.fieldwork.models import WorkOrder
from casetypes.kernel.registry import guards
from casetypes.kernel.text import pick


@guards.register("open_work")
def check(attempt: Attempt) -> list[str]:
    templates = attempt.compiled.spec.work_orders
    if not templates or not attempt.resolves:
        return []
    keys = WorkOrder.objects.filter(case=attempt.case, closed_at=None).values_list("key", flat=True)
    titles = [pick(templates[key].title, get_language() or "es") or key for key in keys if key in templates]
    return [_("The work order “%(title)s” is still open.") % {"title": title} for title in titles]

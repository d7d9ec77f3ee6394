"""`by`: only who holds one of these roles at the case's own desk (or the named one)."""

from django.utils.translation import gettext as _

from casetypes.cases.attempt import Attempt
from casetypes.cases.role_names import role_name
from casetypes.kernel.registry import guards


@guards.register("role")
def check(attempt: Attempt) -> list[str]:
    if attempt.role:
        return []
    names = ", ".join(role_name(ref) for ref in attempt.spec.by)
    return [_("Only for: %(roles)s.") % {"roles": names}]

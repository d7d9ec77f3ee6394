"""In a demonstration the page itself says the code: the second factor is real, and nobody needs a telephone for it."""

from django.conf import settings

from casetypes.access.entry import second_factor
from casetypes.access.models import AuthenticatorApp, User


def code_for(user: User) -> str:
    """The code of the person's demonstration app now, in two groups; "" for everybody else and everywhere else."""
    if not settings.DEMONSTRATION_CODES:
        return ""
    app = AuthenticatorApp.objects.filter(user=user, demonstration=True, confirmed_at__isnull=False).first()
    if app is None:
        return ""
    code = second_factor.code_now(app)
    return f"{code[:3]} {code[3:]}"

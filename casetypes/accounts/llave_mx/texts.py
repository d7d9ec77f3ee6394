"""What people read when it does not work. Each says what to do instead."""

from django.utils.translation import gettext_lazy as _

UNAVAILABLE = _(
    "Llave MX does not answer right now. Sign in with a code instead, or try again in a few minutes."
)
NOT_UNDERSTOOD = _(
    "Llave MX answered in a way that this site does not understand. Nothing was changed. Sign in with a code instead."
)
REFUSED = _("This sign-in was not completed or has expired. Start again, in this same browser.")

"""The doors of Llave MX."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.doors import BOTH, SAFE, Door, register

SIGN_IN = _("Sign in as a citizen with Llave MX")

register(
    Door("llave_mx:enter", SIGN_IN, "own", "public", methods=BOTH),
    Door("llave_mx:comeback", SIGN_IN, "own", "public", methods=SAFE, secret=True),
    Door("llave_mx:choose", SIGN_IN, "own", "public", methods=BOTH),
    Door("llave_mx:remove", _("Take Llave MX away from one's account"), "own", "public", methods=BOTH),
)

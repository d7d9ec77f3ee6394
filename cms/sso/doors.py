"""The doors of single sign-on: open to everybody, because whoever stands there is nobody yet."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.doors import BOTH, UNSAFE, Door, register

SIGN_IN = _("Sign in through a provider of identity")
SIGN_OUT = _("Sign out at a provider of identity")

register(
    Door("sso_begin", SIGN_IN, "own", "public", methods=BOTH),
    Door("sso_return", SIGN_IN, "own", "public"),
    Door("sso_leave", SIGN_OUT, "own", "public"),
    Door("sso_left", SIGN_OUT, "own", "public"),
    Door("sso_saml_begin", SIGN_IN, "own", "public", methods=BOTH),
    Door("sso_saml_posted", SIGN_IN, "own", "public", methods=UNSAFE),
    Door("sso_saml_return", SIGN_IN, "own", "public", secret=True),
    Door("sso_saml_metadata", _("Read what a SAML provider needs to know of this platform"), "machines", "public"),
    Door("sso_told_to_leave", _("Be told by a provider that a person signed out there"), "machines", "machine",
         methods=UNSAFE, secret=True),
)  # fmt: skip

"""The doors of signing in, and of one's own safety."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.doors import BOTH, UNSAFE, Door, register

SIGN_IN, SAFETY = _("Sign in as staff"), _("Look after one's own sign-in")
LOCKED = _("See who is locked out, and let them in")

register(
    Door("identity_sign_in", SIGN_IN, "own", "public", methods=BOTH),
    Door("identity_code", SIGN_IN, "own", "public", methods=BOTH),
    Door("identity_set_up", SIGN_IN, "own", "public", methods=BOTH),
    Door("identity_forgotten", SIGN_IN, "own", "public", methods=BOTH),
    Door("identity_new_password", SIGN_IN, "own", "public", methods=BOTH, secret=True),
    Door("identity_sign_out", _("Sign out"), "own", "public", methods=UNSAFE),
    Door("identity_safety", SAFETY, "own", subject="own"),
    Door("identity_confirm", SAFETY, "own", subject="own", methods=BOTH),
    Door("identity_remove_app", SAFETY, "own", subject="own", methods=UNSAFE),
    Door("identity_new_codes", SAFETY, "own", subject="own", methods=UNSAFE),
    Door("identity_end_session", SAFETY, "own", subject="own", methods=UNSAFE),
    Door("identity_end_others", SAFETY, "own", subject="own", methods=UNSAFE),
    Door("identity_change_password", SAFETY, "own", subject="own", methods=BOTH),
    Door("identity_lockouts", LOCKED, "people", action="people.manage"),
    Door("identity_unlock", LOCKED, "people", action="people.manage", methods=UNSAFE),
)

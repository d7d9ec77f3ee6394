"""The doors of a citizen's account. Nobody needs one; who is not signed in is asked to sign in first."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.doors import BOTH, UNSAFE, Door, register

SIGN_IN = _("Sign in as a citizen with a code")
NOT_MINE = _("Say that the account of one's number is somebody else's")
OWN = _("See and change what is one's own in the account")

register(
    Door("account:enter", SIGN_IN, "own", "public", methods=BOTH),
    Door("account:code", SIGN_IN, "own", "public", methods=BOTH),
    Door("account:leave", _("Sign out of the account"), "own", "public", methods=UNSAFE),
    Door("account:home", _("See one's own reports together"), "own", "citizen", subject="account"),
    Door("account:drafts", _("Go on with unfinished reports"), "own", "citizen", subject="account"),
    Door("account:resume", _("Go on with unfinished reports"), "own", "citizen", subject="account"),
    Door("account:discard", _("Go on with unfinished reports"), "own", "citizen", subject="account", methods=UNSAFE),
    Door("account:follows", _("Follow reports of others"), "own", "citizen", subject="account", methods=BOTH),
    Door("account:unfollow", _("Follow reports of others"), "own", "citizen", subject="account", methods=UNSAFE),
    Door("account:unfollow_link", _("Stop letters by their link"), "own", "public", methods=BOTH, secret=True),
    Door("account:data", OWN, "own", "citizen", subject="account"),
    Door("account:language", OWN, "own", "citizen", subject="account", methods=UNSAFE),
    Door("account:sessions", OWN, "own", "citizen", subject="account", methods=UNSAFE),
    Door("account:add_address", OWN, "own", "citizen", subject="account", methods=BOTH),
    Door("account:prove_address", OWN, "own", "citizen", subject="account", methods=BOTH),
    Door("account:remove_address", OWN, "own", "citizen", subject="account", methods=BOTH),
    Door("account:download", _("Take one's own data along"), "own", "citizen", subject="account"),
    Door("account:download_json", _("Take one's own data along"), "own", "citizen", subject="account"),
    Door("account:download_pdf", _("Take one's own data along"), "own", "citizen", subject="account"),
    Door("account:not_mine", NOT_MINE, "own", "citizen", subject="account", methods=BOTH),
    Door("account:delete", _("Delete one's account"), "own", "citizen", subject="account", methods=BOTH),
)  # fmt: skip

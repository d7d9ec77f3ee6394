"""The doors of replays: a draft tried on past cases."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.doors import UNSAFE, Door, register

SEE = _("See what a draft would have done to past cases")

register(
    Door("studio_replay", SEE, "definitions", "staff", "definition.read", "definition"),
    Door("studio_replay", _("Try a draft on past cases"), "definitions", "staff", "definition.try", "definition",
         UNSAFE),
    Door("studio_replay_progress", SEE, "definitions", "staff", "definition.read", "definition"),
    Door("studio_replay_table", SEE, "definitions", "staff", "definition.read", "definition"),
)  # fmt: skip

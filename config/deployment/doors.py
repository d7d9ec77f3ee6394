"""The doors of the installation itself: probes, figures for monitoring, public files."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.doors import Door, register

register(
    Door("/healthz", _("Ask whether the service runs"), "machines", "public"),
    Door("/readyz", _("Ask whether the service runs"), "machines", "public"),
    Door("/metrics", _("Read the figures of monitoring"), "machines", "public", secret=True),
    Door("media", _("See the public copy of a photo"), "files", "public"),
)

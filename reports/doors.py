"""The doors of figures that everybody may take."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.doors import Door, register

register(
    Door("reports:data", _("Take the city's figures as open data"), "figures", "public"),
    Door("reports:file", _("Read the published quarterly reports"), "figures", "public"),
)

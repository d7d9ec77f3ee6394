"""The doors of the review of readings."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.doors import Door, register

REVIEW = _("See who read personal data, and what for")

register(
    Door("readings_review", REVIEW, "people", "staff", "reading.review"),
    Door("readings_table", REVIEW, "people", "staff", "reading.review"),
)

"""The doors of the API. What a staff token may is what its person may."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.doors import UNSAFE, Door, register

OPEN = _("Read over the API what is public")

register(
    Door("api:services", OPEN, "machines", "public"),
    Door("api:service-form", OPEN, "machines", "public"),
    Door("api:schema", OPEN, "machines", "public"),
    Door("api:case", _("Read a case over the API by its folio"), "machines", "public", subject="case", anonymised=True),
    Door("api:cases", _("Report over the API"), "machines", "public", methods=UNSAFE),
    Door("api:attachments", _("Report over the API"), "machines", "public", methods=UNSAFE),
    Door("api:transition", _("Move a case on over the API"), "machines", "machine", "case.move", "case", UNSAFE),
    Door("api:correct", _("Correct what was reported, over the API"), "machines", "machine", "case.correct", "case",
         UNSAFE),
    Door("api:desk-cases", _("Read the queue of a desk over the API"), "machines", "machine", "queue.open", "desk"),
    Door("api:sms-status", _("Tell what became of a text message, signed by its carrier"), "machines", "public",
         methods=UNSAFE, secret=True),
    Door("/api/<path:path>", OPEN, "machines", "public"),
    Door("/api/", OPEN, "machines", "public"),
)  # fmt: skip

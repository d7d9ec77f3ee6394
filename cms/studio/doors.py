"""The doors of the studio: services, drafts, their review, and cases on earlier versions."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.doors import UNSAFE, Door, register

READ, WRITE = _("Read the definitions of services"), _("Change the definition of a service")
MOVE = _("Move running cases to another version")

register(
    Door("studio_services", READ, "definitions", action="definition.read"),
    Door("studio_service", READ, "definitions", action="definition.read", subject="definition"),
    Door("studio_download", READ, "definitions", action="definition.read", subject="definition"),
    Door("studio_edit", WRITE, "definitions", "staff", "definition.write", "definition", UNSAFE),
    Door("studio_new", WRITE, "definitions", action="definition.write", methods=("GET", "POST")),
    Door("studio_draft", READ, "definitions", action="definition.read", subject="definition"),
    Door("studio_draft", WRITE, "definitions", "staff", "definition.write", "definition", UNSAFE),
    Door("studio_draft", _("Send a text back to who wrote it"), "definitions", "staff", "definition.review",
         "definition", UNSAFE),
    Door("studio_draft", _("Publish a text that somebody else wrote"), "definitions", "staff", "definition.publish",
         "definition", UNSAFE),
    Door("studio_check", WRITE, "definitions", "staff", "definition.write", "definition", UNSAFE),
    Door("studio_compare", WRITE, "definitions", "staff", "definition.write", "definition", UNSAFE),
    Door("studio_withdraw", WRITE, "definitions", "staff", "definition.write", "definition", UNSAFE),
    Door("studio_drop", READ, "definitions", action="definition.read", subject="definition"),
    Door("studio_drop", WRITE, "definitions", "staff", "definition.write", "definition", UNSAFE),
    Door("studio_draft_download", READ, "definitions", action="definition.read", subject="definition"),
    Door("studio_revision", READ, "definitions", action="definition.read", subject="definition"),
    Door("studio_revision", WRITE, "definitions", "staff", "definition.write", "definition", UNSAFE),
    Door("studio_scenarios", _("Run the scenarios of a draft"), "definitions", "staff", "definition.read", "definition",
         ("GET", "POST")),
    Door("studio_earlier", READ, "definitions", action="definition.read", subject="definition"),
    Door("studio_earlier", MOVE, "definitions", "staff", "definition.publish", "definition", UNSAFE),
    Door("studio_migration", READ, "definitions", action="definition.read", subject="definition"),
    Door("studio_migration_act", MOVE, "definitions", "staff", "definition.publish", "definition", UNSAFE),
    Door("studio_migration_download", READ, "definitions", action="definition.read", subject="definition"),
)  # fmt: skip

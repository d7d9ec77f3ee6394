"""The doors of the citizen portal: reporting, following, rating."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.doors import BOTH, SAFE, UNSAFE, Door, register

REPORT, FOLLOW = _("Report something to the city"), _("Follow a report by its folio")
MAP = _("See the map and the zones of the city")

register(
    Door("portal:search", _("Search the services"), "reporting", "public"),
    Door("portal:report", REPORT, "reporting", "public", methods=BOTH),
    Door("portal:check", REPORT, "reporting", "public", methods=BOTH),
    Door("portal:page", REPORT, "reporting", "public", methods=BOTH),
    Door("portal:save", _("Keep a report to go on with it later"), "reporting", "public", methods=BOTH),
    Door("portal:discard", _("Delete what one wrote and did not send"), "reporting", "public", methods=UNSAFE),
    Door("portal:expired", REPORT, "reporting", "public", methods=BOTH),
    Door("portal:photo", REPORT, "reporting", "public", secret=True),
    Door("portal:resume", _("Go on with a report that was kept"), "reporting", "public", secret=True),
    Door("portal:done", _("See the confirmation of what one sent"), "reporting", "citizen", "case.read", "case"),
    Door("portal:find", _("Look for a report by its folio"), "reporting", "public"),
    Door("portal:track", FOLLOW, "reporting", "public", subject="case", anonymised=True),
    Door("portal:code", _("Prove that a report is one's own"), "reporting", "public", subject="case", methods=BOTH),
    Door("portal:leave", _("Leave one's report on a shared device"), "reporting", "public", subject="case",
         methods=UNSAFE),
    Door("portal:act", _("Answer, contest or withdraw one's report"), "reporting", "citizen", "case.read", "case",
         BOTH),
    Door("portal:exit", _("Leave in a hurry"), "reporting", "public"),
    Door("portal:survey", _("Rate how a report was attended"), "reporting", "public", subject="case", methods=BOTH,
         secret=True),
    Door("portal:boundary", MAP, "figures", "public"),
    Door("portal:zones", MAP, "figures", "public"),
    Door("portal:suggest", MAP, "figures", "public"),
    Door("portal:manifest", _("Read the pages of the city"), "pages", "public"),
    Door("portal:styleguide", _("Read the pages of the city"), "pages", "public"),
    Door("robots", _("Read the pages of the city"), "pages", "public", methods=SAFE),
    Door("sitemap", _("Read the pages of the city"), "pages", "public", methods=SAFE),
)  # fmt: skip

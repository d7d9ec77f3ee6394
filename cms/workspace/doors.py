"""The doors of the staff side: queues, cases, capture, work of crews, readers, reports."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.doors import BOTH, UNSAFE, Door, register

WHO_MAY = _("See who may do what")
WHO_MAY_PERSON, WHO_MAY_CASE = _("See what a person may do"), _("See who may read and move a case")
CAPTURE = _("Capture the report of a caller or visitor")
QUEUE, VIEWS = _("Open the queue of a desk"), _("Keep views of a queue of one's own")
READERS, REPORTS = _("Appoint who reads confidential reports"), _("Ask for quarterly reports and read them")

register(
    Door("/admin/", _("Open the first page of the staff"), "own"),
    Door("workspace_work", _("See the work of one's crew"), "cases"),
    Door("workspace_capture", CAPTURE, "cases", action="case.capture", methods=BOTH),
    Door("workspace_capture_form", CAPTURE, "cases", action="case.capture", methods=BOTH, secret=True),
    Door("workspace_queue", QUEUE, "queues", "staff", "queue.open", "desk", anonymised=True),
    Door("workspace_queue_results", QUEUE, "queues", "staff", "queue.open", "desk", anonymised=True),
    Door("workspace_queue_export", _("Take a queue out as a file"), "queues", "staff", "queue.export", "desk"),
    Door("workspace_queue_export_personal", _("Take a queue out as a file with personal data"), "queues", "staff",
         "queue.export_personal", "desk", BOTH),
    Door("workspace_bulk", _("Move several cases at once"), "queues", "staff", "queue.work", "desk", UNSAFE),
    Door("workspace_view_save", VIEWS, "queues", "staff", "queue.open", "desk", UNSAFE),
    Door("workspace_view_delete", VIEWS, "queues", "staff", "queue.open", "desk", UNSAFE),
    Door("workspace_case", _("Read a case"), "cases", "staff", "case.read", "case", anonymised=True),
    Door("workspace_open_data", _("See the personal data of a case"), "cases", "staff", "case.open_personal", "case",
         UNSAFE),
    Door("workspace_note", _("Write an internal note"), "cases", "staff", "case.note", "case", UNSAFE),
    Door("workspace_correct", _("Correct what was reported"), "cases", "staff", "case.correct", "case", BOTH),
    Door("workspace_assign", _("Give a case to a crew"), "cases", "staff", "case.work", "case", UNSAFE),
    Door("workspace_prioritise", _("Change the priority of a case"), "cases", "staff", "case.prioritise", "case",
         UNSAFE),
    Door("workspace_retry", _("Send a message again"), "cases", "staff", "message.retry", "case", UNSAFE),
    Door("workspace_original", _("Open the original of a photo or document"), "files", "staff",
         "evidence.read_original", "file", BOTH),
    Door("workspace_file", _("Open a file by its signed address"), "files", "staff", subject="own", secret=True),
    Door("workspace_checklist", _("See the checklist of a case"), "cases", "staff", "case.read", "case"),
    Door("workspace_checklist", _("Fill the checklist of a case"), "cases", "staff", "case.fieldwork", "case", UNSAFE),
    Door("workspace_move", _("Move a case on"), "cases", "staff", "case.move", "case", BOTH),
    Door("workspace_readers", READERS, "people", action="people.manage", methods=BOTH),
    Door("workspace_reader_withdraw", READERS, "people", action="people.manage", methods=UNSAFE),
    Door("workspace_who_may", WHO_MAY, "people", action="who_may.ask"),
    Door("workspace_who_may_file", WHO_MAY, "people", action="who_may.ask"),
    Door("workspace_who_may_people", WHO_MAY_PERSON, "people", action="who_may.person"),
    Door("workspace_who_may_person", WHO_MAY_PERSON, "people", "staff", "who_may.person", "person"),
    Door("workspace_who_may_person_file", WHO_MAY_PERSON, "people", "staff", "who_may.person", "person"),
    Door("workspace_who_may_cases", _("Look for a case to ask about"), "cases", action="who_may.case"),
    Door("workspace_who_may_case", WHO_MAY_CASE, "cases", "staff", "who_may.case", "case"),
    Door("workspace_who_may_case_file", WHO_MAY_CASE, "cases", "staff", "who_may.case", "case"),
    Door("workspace_reports", REPORTS, "figures", action="report.request", methods=BOTH),
    Door("workspace_report_file", REPORTS, "figures", action="report.request", subject="report"),
)  # fmt: skip

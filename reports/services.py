"""Asking for a quarterly report: one record per request; a worker makes it (see `reports.making`)."""

from django.db import transaction

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.audit import services as audit
from casetypes.kernel import clock
from reports import making, tasks
from reports.models import QuarterlyReport
from reports.period import Period


def request_report(*, period: Period, actor: Actor, language: str = "es") -> QuarterlyReport:
    """Record the wish and queue the work; while one for the same quarter waits or runs, that one is answered.

    Raises NotAllowed, and Invalid for what is no quarter, has not begun, or is in no language of ours.
    """
    policies.require(actor, "report.request", None)
    making.check(period, language)
    with transaction.atomic():
        underway = QuarterlyReport.objects.select_for_update().filter(
            period=period.key, language=language, state__in=[QuarterlyReport.QUEUED, QuarterlyReport.RUNNING]
        )
        if found := underway.first():
            return found
        report = QuarterlyReport.objects.create(
            period=period.key, language=language, requested_by_id=actor.user_id, created_at=clock.now()
        )
        audit.record(
            action="report.request", actor=actor.label(), subject=f"report:{period.key}:{language}",
            data={"report": report.pk},
        )  # fmt: skip
        transaction.on_commit(lambda: tasks.enqueue(report.pk))
    return report

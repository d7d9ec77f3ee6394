"""What days bring: people leave, posts begin and end, absences begin and end, and Wagtail's groups follow."""

from celery import shared_task

from casetypes.access.staff import admin_groups, leaving

BEAT = {"follow-the-day": {"task": "casetypes.access.tasks.follow_the_day", "schedule": 300.0}}


@shared_task
def follow_the_day() -> None:
    """Idempotent: what is in line already costs a few queries that write nothing."""
    leaving.carry_out_due()
    admin_groups.follow()

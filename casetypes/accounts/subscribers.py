"""Accounts take part when a message is for the followers of a case, and when a person's data is erased."""

from django.conf import settings

from casetypes.accounts import follows, services
from casetypes.accounts.models import Follow
from casetypes.cases.confidentiality import is_confidential
from casetypes.cases.models import Case
from casetypes.kernel.extension_points import case_followers, citizen_erased
from casetypes.notifications.followers import Follower

citizen_erased.register(services.forget)


@case_followers.register
def followers(case: Case) -> list[Follower]:
    """Who follows it. They are told now, so `follows.tell_changes` has nothing to add about this status."""
    if is_confidential(case):
        return []
    rows = Follow.objects.filter(case=case).select_related("citizen").order_by("pk")
    found = [
        Follower(row.pk, row.citizen, f"{settings.PUBLIC_URL}{follows.leaving_path(row)}") for row in rows
    ]
    rows.update(told=case.public_status)
    return found

"""One language per person: `User.language` and the choice in Wagtail's account page say the same.

Wagtail reads its own profile on every page; so the profile follows the user, and the user follows the profile.
"""

from typing import Any

from django.conf import settings
from django.db.models.signals import post_save
from wagtail.users.models import UserProfile

from casetypes.access.models import User

KNOWN = frozenset(code for code, _name in settings.LANGUAGES)


def profile_follows(instance: User, *, raw: bool = False, **_signal: Any) -> None:
    """The profile of a user takes the user's language."""
    if raw or instance.language not in KNOWN:
        return
    profile, _new = UserProfile.objects.get_or_create(
        user=instance, defaults={"preferred_language": instance.language}
    )
    if profile.preferred_language != instance.language:
        UserProfile.objects.filter(pk=profile.pk).update(preferred_language=instance.language)


def user_follows(instance: UserProfile, *, raw: bool = False, **_signal: Any) -> None:
    """A choice in the account page becomes the user's language, also for messages."""
    if not raw and instance.preferred_language in KNOWN:
        User.objects.filter(pk=instance.user_id).update(language=instance.preferred_language)


def connect() -> None:
    post_save.connect(profile_follows, sender=User, dispatch_uid="workspace.profile_follows")
    post_save.connect(user_follows, sender=UserProfile, dispatch_uid="workspace.user_follows")

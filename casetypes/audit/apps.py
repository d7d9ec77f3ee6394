"""The audit log as a Django app. The lowest room with Django, so it also gives the kernel its translations."""

from django.apps import AppConfig
from django.utils.translation import gettext

from casetypes.kernel import errors


class AuditConfig(AppConfig):
    name = "casetypes.audit"
    label = "audit"

    def ready(self) -> None:
        errors.translate_with(gettext)

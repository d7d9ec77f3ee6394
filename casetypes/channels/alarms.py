"""`manage.py check --database default` warns before text messages stop because of their cost cap."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from casetypes.channels import sms, texts_sent

NEAR = 0.8


@register(Tags.database)
def cost_cap(
    app_configs: Any = None, databases: Sequence[str] | None = None, **_options: Any
) -> list[CheckMessage]:
    """An error when the cap of the day or month is reached, a warning from four fifths of it on."""
    if not databases or not sms.is_configured():
        return []
    used = texts_sent.spent()
    caps = {
        "SMS_PER_DAY": (used["day"], settings.SMS_PER_DAY),
        "SMS_PER_MONTH": (used["month"], settings.SMS_PER_MONTH),
    }
    return [_told(name, *of) for name, of in caps.items() if of[0] >= of[1] * NEAR]


def _told(name: str, used: int, cap: int) -> CheckMessage:
    told = f"{used} of {cap} parts of text messages are used ({name})"
    if used >= cap:
        return Error(f"{told}: codes and warnings go by e-mail only", id="channels.E001")
    return Warning(f"{told}; when it is reached, codes and warnings go by e-mail only", id="channels.W001")

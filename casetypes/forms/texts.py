"""What the option models and fields of several types say and check alike."""

from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

T = TypeVar("T")

WRONG_FORM = _("This does not have the expected form.")
NOT_OFFERED = _("Choose one of the options.")
YES = _("Yes")
NO = _("No")


def ordered(options: T) -> T:
    """A pydantic check for option models with `min` and `max`: the first is not above the second."""
    low: Any = getattr(options, "min", None)
    high: Any = getattr(options, "max", None)
    if low is not None and high is not None and low > high:
        raise ValueError(f"min ({low}) is above max ({high})")
    return options

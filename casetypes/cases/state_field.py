"""django-fsm's state field, with the transitions of the case's own version instead of the class's."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django_fsm import FSMField, Transition


def _available(case: Any) -> Iterator[Transition]:
    from casetypes.cases.machine import available  # the machine needs the model this field belongs to

    return available(case)


class DefinedStateField(FSMField):
    """`case.get_available_state_transitions()` lists the edges of the definition the case is pinned to."""

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, **kwargs)
        setattr(cls, f"get_available_{name}_transitions", _available)

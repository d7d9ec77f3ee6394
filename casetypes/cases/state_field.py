"""django-fsm's state field, with the transitions of the case's own version instead of the class's."""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django.db import models
from django_fsm import FSMField, Transition

Edges = Callable[[Any], Iterator[Transition]]


class DefinedStateField(FSMField):
    """`case.get_available_state_transitions()` lists the edges of the definition the case is pinned to.

    `machine` says what those are (`edges`); this field belongs to a model that the machine needs.
    """

    edges: ClassVar[Edges]

    def contribute_to_class(self, cls: type[models.Model], name: str, *args: Any, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, *args, **kwargs)
        setattr(cls, f"get_available_{name}_transitions", lambda case: type(self).edges(case))

"""Cases that are never kept: one per desk that is named, so that a page can ask the policies about them.

Nothing of them outlives the block: no folio is used up, no figure counts them, nobody is told.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction

from casetypes.access.models import Desk
from casetypes.cases.models import Case
from casetypes.definitions.selectors import LiveService


@contextmanager
def specimens(service: LiveService, desks: Sequence[str], *, crew: str) -> Iterator[list[Case]]:
    """A new case of this service at each of the desks, given to `crew` at the first one; taken back at the end."""
    with transaction.atomic():
        yield [_specimen(service, desk, crew if number == 0 else "") for number, desk in enumerate(desks)]
        transaction.set_rollback(True)


def _specimen(service: LiveService, desk: str, crew: str) -> Case:
    compiled = service.compiled
    state = compiled.initial_state
    case = Case(
        folio=f"specimen-{desk}", case_type_id=service.key, version_id=service.version_id, state=state,
        public_status=compiled.spec.states[state].public, desk=Desk.objects.get(key=desk), crew_id=crew or None,
    )  # fmt: skip
    case.save(force_insert=True)
    return case

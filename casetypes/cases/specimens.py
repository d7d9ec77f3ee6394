"""Cases that are never kept: as many as are asked for, so that a page can ask the policies about them.

Nothing of them outlives the block: no folio is used up, no figure counts them, nobody is told.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import transaction

from casetypes.access.models import Desk
from casetypes.cases.models import Case
from casetypes.definitions.selectors import LiveService

Lying = tuple[str, str]  # the keys of a desk and of the crew that has the case, "" for none


@contextmanager
def specimens(service: LiveService, wanted: Collection[Lying]) -> Iterator[dict[Lying, Case]]:
    """A new case of this service at each of these desks, given to the crew named with it; taken back at the end.
    Desks that do not exist have none. Two queries beside the transaction, however many cases."""
    desks = Desk.objects.in_bulk({desk for desk, _crew in wanted})
    lying = [(desk, crew) for desk, crew in dict.fromkeys(wanted) if desk in desks]
    with transaction.atomic():
        cases = [_specimen(service, desks[desk], crew, number) for number, (desk, crew) in enumerate(lying)]
        yield dict(zip(lying, Case.objects.bulk_create(cases), strict=True))
        transaction.set_rollback(True)


def _specimen(service: LiveService, desk: Desk, crew: str, number: int) -> Case:
    compiled = service.compiled
    state = compiled.initial_state
    return Case(
        folio=f"specimen-{number}", case_type_id=service.key, version_id=service.version_id, state=state,
        public_status=compiled.spec.states[state].public, desk=desk, crew_id=crew or None,
    )  # fmt: skip

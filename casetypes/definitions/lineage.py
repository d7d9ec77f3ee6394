"""Which version's texts a case shows: a change of texts applies at once to the cases that run.

After a version may come others that only reworded it. Their rules are the same, so a case pinned to the first one
runs on its own rules and reads like the newest of them; the line ends where a version changed anything else.
"""

from casetypes.definitions.models import CaseTypeVersion

TEXT = "text"


def texts_of() -> dict[int, int]:
    """Version → the version whose texts it shows, by id; only where that is another one. Two queries at most."""
    reworded = set(CaseTypeVersion.objects.filter(change=TEXT).values_list("case_type_id", "number"))
    if not reworded:
        return {}
    services = {service for service, _number in reworded}
    rows = CaseTypeVersion.objects.filter(case_type__in=services).values_list("case_type_id", "number", "pk")
    ids = {(service, number): pk for service, number, pk in rows}
    newest = {(service, number): _newest(service, number, reworded) for service, number in ids}
    return {ids[key]: ids[key[0], number] for key, number in newest.items() if number != key[1]}


def _newest(service: str, number: int, reworded: set[tuple[str, int]]) -> int:
    while (service, number + 1) in reworded:
        number += 1
    return number

"""A transition that nobody in this city can make: desks.yaml gives its roles to nobody, or there is no crew."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase
from casetypes.kernel.vocabulary import ROLES

RULE = "nobody-can-act"
TITLE = phrase("Nobody can take this step")
WHY = phrase("A button that nobody in this city may press leaves its cases where they are.")
MEND = phrase("Name a role that desks.yaml gives rights to; for crews, a desk that has one.")
GOOD = "transitions: {cerrar: {from: [recibido], to: resuelto, by: [control_desk]}}"
BAD = "transitions: {cerrar: {from: [recibido], to: resuelto, by: ▸[committee]}}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    if service.city.roles is None:
        return
    for key, transition in service.spec.transitions.items():
        known = [ref for ref in transition.by if ref.partition("@")[0] in ROLES]
        if known and not any(_held(service, ref) for ref in known):
            message = phrase(
                'nobody can make the transition "%(key)s": %(names)s is held by no one',
                key=key,
                names=", ".join(known),
            )
            hint = phrase("Add a role that desks.yaml gives rights to.")
            yield service.problem(RULE, ("transitions", key, "by"), message, hint)


def _held(service: ServiceUnderLint, ref: str) -> bool:
    """`crew@desk` needs a crew of that desk; a case may be referred, so `crew` alone is anybody's."""
    role, _at, desk = ref.partition("@")
    if role == "crew":
        desks = service.city.crew_desks or frozenset()
        return desk in desks if desk else bool(desks)
    return role in (service.city.roles or ())

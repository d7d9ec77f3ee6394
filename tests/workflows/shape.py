"""The shape of a service with all names taken away: two services of one shape are copies, however they are called."""

from collections import Counter
from collections.abc import Mapping

from casetypes.definitions.linter.machine import Machine
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.schema.service import Service
from casetypes.kernel.hashing import canonical_json, sha256_hex

SHARED_PAGES = {"lugar", "contacto", "privacidad"}  # those of the fragments
LIMITS = ("min", "max", "many", "unit", "kind")


def form_shape(spec: Service) -> str:
    """Pages in any order, each as its questions in any order: kind, whether it must be answered, options, limits."""
    pages = [
        [bool(page.when), sorted(_question(field) for field in page.fields.values())]
        for key, page in spec.form.items()
        if key not in SHARED_PAGES
    ]
    return _digest(sorted(pages, key=_digest))


def _question(field: FieldOptions) -> str:
    limits = {name: str(value) for name in LIMITS if (value := getattr(field, name, None)) is not None}
    options = len(getattr(field, "options", ()) or ())
    return _digest([field.type, field.required, field.is_personal, options, limits])


def machine_shape(spec: Service) -> str:
    """The states as a graph: equal for equal graphs, whatever states, buttons and public statuses are called.

    Colour refinement (Weisfeiler and Leman, 1968): a state is coloured by whether it is the first, whether a case
    ends there, and the colours of its neighbours, as many rounds as there are states.
    """
    machine = Machine.of(spec)
    edges = {(edge.source, edge.target) for edge in machine.edges}
    colours = {state: _digest([state == machine.initial, state in machine.finals]) for state in spec.states}
    for _round in spec.states:
        colours = {state: _refined(state, edges, colours) for state in spec.states}
    return _digest(sorted(Counter(colours.values()).items()))


def _refined(state: str, edges: set[tuple[str, str]], colours: Mapping[str, str]) -> str:
    after = sorted(colours[target] for source, target in edges if source == state)
    before = sorted(colours[source] for source, target in edges if target == state)
    return _digest([colours[state], after, before])


def _digest(value: object) -> str:
    return sha256_hex(canonical_json(value))

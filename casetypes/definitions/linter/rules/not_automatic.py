"""A step that the system should take by itself and cannot, or that only it could take and never does."""

from collections.abc import Iterator

from casetypes.definitions.linter.effects import effect_calls
from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.loader import DataPath
from casetypes.definitions.problems import Problem, did_you_mean, phrase
from casetypes.definitions.schema.effects import EffectCall
from casetypes.definitions.schema.service import Service

RULE = "not-automatic"
TITLE = phrase("A step that nobody presses needs somebody who takes it")
WHY = phrase(
    "With advance and draw the system takes a step by itself. It must be there and allow it (by: [system]); and a step "
    "that only the system may take must be taken by one of them."
)
MEND = phrase("Add system to the `by` of the step, or name the step in an advance.")
WHOLE = True
GOOD = """
transitions:
  caducar: {from: [recibido], to: improcedente, by: [system]}
clocks: {plazo: {calendar: oficina, runs_in: [recibido], budget: 15 days, at: {100%: [{advance: caducar}]}}}
"""
BAD = """
clocks: {plazo: {calendar: oficina, runs_in: [recibido], budget: 15 days, at: {100%: [{advance: ▸rechazar}]}}}
"""
Taken = tuple[str, str, tuple[str, ...]]  # service, transition, where the call names it


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    own = service.spec
    for path, call in effect_calls(own):
        for key, step, place in _steps(own.key, call):
            known = own if key == own.key else _of_city(service, key)
            if known is not None and "system" not in _by(known, step):
                yield _problem(service, (*path, call.name, *place), known, step)
    alone = [key for key, transition in own.transitions.items() if transition.by == ["system"]]
    taken = _taken(service) if alone and service.city.services else set(alone)
    for key in alone:
        if key not in taken:
            message = phrase('only the system may take the step "%(key)s", and nothing makes it', key=key)
            hint = phrase("Name it in the `at` of a clock: 100%: [{advance: %(key)s}].", key=key)
            yield service.problem(RULE, ("transitions", key, "by"), message, hint)


def _taken(service: ServiceUnderLint) -> set[str]:
    """Steps of this service that some service of the city makes the system take."""
    others = [one.partial for one in service.city.services.values() if isinstance(one.partial, Service)]
    return {
        step
        for spec in [service.spec, *others]
        for _path, call in effect_calls(spec)
        for key, step, _place in _steps(spec.key, call)
        if key == service.spec.key
    }


def _steps(service: str, call: EffectCall) -> Iterator[Taken]:
    """Steps that an effect takes, of which service."""
    if call.name not in {"advance", "draw"}:
        return
    named = call.args.model_dump()
    if call.name == "advance":
        target = named["service"] if named["to"] == "parent" else service
        yield target or "", named["transition"], ("transition",)
    else:
        yield from ((named["service"], named[name], (name,)) for name in ("won", "lost"))


def _of_city(service: ServiceUnderLint, key: str) -> Service | None:
    loaded = service.city.services.get(key)
    return loaded.partial if loaded is not None and isinstance(loaded.partial, Service) else None


def _by(spec: Service, step: str) -> list[str]:
    return spec.transitions[step].by if step in spec.transitions else []


def _problem(service: ServiceUnderLint, path: DataPath, spec: Service, step: str) -> Problem:
    if step in spec.transitions:
        message = phrase('the system may not take the step "%(step)s"', step=step)
        hint = phrase("Add system to its `by`.")
    else:
        message = phrase('the service "%(service)s" has no step "%(step)s"', service=spec.key, step=step)
        return service.problem(RULE, path, message, did_you_mean(step, spec.transitions))
    return service.problem(RULE, path, message, hint)

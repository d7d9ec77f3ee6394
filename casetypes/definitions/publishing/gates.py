"""What new versions have to pass before they stay: gates that higher rooms registered, such as their scenarios."""

from collections.abc import Callable, Collection, Iterable, Sequence

from casetypes.definitions.models import CaseType, CaseTypeVersion
from casetypes.definitions.problems import Problem
from casetypes.definitions.publishing.report import DefinitionRefused
from casetypes.kernel.extension_points import definition_gates

Gate = Callable[[Sequence[CaseTypeVersion]], Iterable[Problem]]


def pass_gates(keys: Collection[str], gates: Sequence[Gate] | None = None) -> None:
    """Ask every gate (None: those that rooms registered) about the new live versions of these services.

    Inside the publication's transaction, after its stamp is renewed. Raises DefinitionRefused with all that any gate
    found, which takes the whole publication back.
    """
    services = CaseType.objects.filter(key__in=keys).select_related("live").order_by("key")
    versions = [service.live for service in services if service.live is not None]
    if not versions:
        return
    answers = definition_gates.call(versions) if gates is None else [gate(versions) for gate in gates]
    problems = [problem for answer in answers for problem in answer if problem.severity == "error"]
    if problems:
        raise DefinitionRefused(sorted(problems))

"""What new versions have to pass before they stay: gates that higher rooms registered, such as their scenarios."""

from collections.abc import Callable, Collection, Iterable, Sequence

from casetypes.definitions.models import CaseType, CaseTypeVersion
from casetypes.definitions.problems import Problem
from casetypes.definitions.publishing.report import DefinitionRefused
from casetypes.kernel.extension_points import definition_gates

Progress = Callable[[int, int, str], None]  # done, in all, what is next
Gate = Callable[[Sequence[CaseTypeVersion], Progress], Iterable[Problem]]


def quietly(_done: int, _of: int, _what: str) -> None:
    """No progress is told."""


def pass_gates(
    keys: Collection[str], gates: Sequence[Gate] | None = None, progress: Progress = quietly
) -> None:
    """Ask every gate (None: those that rooms registered) about the new live versions of these services.

    Inside the publication's transaction, after its stamp is renewed. Raises DefinitionRefused with all that any gate
    found, which takes the whole publication back.
    """
    services = CaseType.objects.filter(key__in=keys).select_related("live").order_by("key")
    versions = [service.live for service in services if service.live is not None]
    if not versions:
        return
    answers = (
        definition_gates.call(versions, progress)
        if gates is None
        else [gate(versions, progress) for gate in gates]
    )
    problems = [problem for answer in answers for problem in answer if problem.severity == "error"]
    if problems:
        raise DefinitionRefused(sorted(problems))

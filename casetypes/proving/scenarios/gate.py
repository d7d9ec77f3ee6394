"""Nothing goes live whose scenarios do not hold: asked by every publication about the services that it changes."""

from collections.abc import Sequence

from casetypes.definitions.models import CaseTypeVersion
from casetypes.definitions.problems import Problem
from casetypes.kernel.extension_points import definition_gates
from casetypes.proving.scenarios.running import Progress, run_versions


@definition_gates.register
def scenarios_hold(versions: Sequence[CaseTypeVersion], progress: Progress) -> list[Problem]:
    """Every scenario that fails, of all these versions."""
    return [problem for proof in run_versions(versions, progress=progress) for problem in proof.problems]

"""`require`: expressions that must hold, each with the sentence its author wrote for when it does not."""

from django.utils.translation import get_language

from casetypes.cases.attempt import Attempt
from casetypes.kernel.registry import guards
from casetypes.kernel.text import pick


@guards.register("requirements")
def check(attempt: Attempt) -> list[str]:
    if not attempt.spec.require:
        return []
    failed = attempt.compiled.requirements_failed(attempt.key, attempt.roots)
    return [pick(texts, get_language() or "es") for texts in failed]

"""Every rule with its page: those of reading, those of meaning, and those that only publishing or testing can find."""

from functools import cache
from types import ModuleType

from casetypes.definitions.linter.rules import RULES
from casetypes.definitions.loader.reading_rules import READING_RULES
from casetypes.definitions.rule_page import RulePage


@cache
def rule_pages() -> dict[str, RulePage]:
    """By id: first what keeps a file from being read, then what its parts mean together."""
    return {**READING_RULES, **{module.RULE: _page(module) for module in RULES}}


def _page(module: ModuleType) -> RulePage:
    return RulePage(
        rule=module.RULE,
        title=module.TITLE,
        why=module.WHY,
        mend=module.MEND,
        bad=module.BAD.strip("\n"),
        good=module.GOOD.strip("\n"),
        file=getattr(module, "FILE", "service"),
        speaker=getattr(module, "SPEAKER", "lint"),
    )

"""A step in a few words, as a steward would tell it."""

from casetypes.definitions.problems import phrase
from casetypes.definitions.schema.scenarios import Scenario, Step
from casetypes.proving.scenarios.reasons import COMMA, joined


def of_report(scenario: Scenario) -> str:
    return phrase("%(who)s reports by %(channel)s", who=scenario.by or "reporter", channel=scenario.channel)


def of_step(step: Step) -> str:
    """`after 3 working hours, crew: terminar (refused)`."""
    return joined([_time(step), _deed(step)], between=COMMA) or phrase("look at the case")


def _time(step: Step) -> str:
    if step.wait:
        return phrase("after %(span)s", span=step.wait)
    return phrase("on %(moment)s", moment=step.until) if step.until else ""


def _deed(step: Step) -> str:
    move = f"{step.child.service}: {step.child.do}" if step.child else step.do
    what = (
        move
        or (phrase('checklist "%(key)s"', key=step.check) if step.check else "")
        or (phrase('work order "%(key)s" done', key=step.close) if step.close else "")
    )
    if not what:
        return ""
    said = phrase("%(who)s: %(what)s", who=step.by or ("crew" if step.check else "system"), what=what)
    return phrase("%(said)s (to be refused)", said=said) if step.refused else said

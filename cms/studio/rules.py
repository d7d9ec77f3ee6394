"""What each lint rule found, in the words of a steward. The rules themselves are in `definitions.linter`."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLES: dict[str, Promise] = {
    "yaml-syntax": _("The text cannot be read here"),
    "duplicate-key": _("The same key twice"),
    "yaml-alias": _("An anchor or alias of YAML, which is not allowed"),
    "file-too-large": _("The text is too long"),
    "unknown-key": _("A key that does not exist"),
    "missing-key": _("A key is missing"),
    "wrong-type": _("A value of another kind"),
    "bad-key": _("A key that cannot be used"),
    "unsafe-pattern": _("A pattern that could take for ever"),
    "unknown-state": _("A state that does not exist"),
    "unknown-transition": _("A step that does not exist"),
    "unknown-field": _("A question that does not exist"),
    "unknown-desk": _("A desk that does not exist"),
    "unknown-department": _("A department that does not exist"),
    "unknown-role": _("A role that does not exist"),
    "unknown-calendar": _("A calendar that does not exist"),
    "unknown-message": _("A message or survey that does not exist"),
    "unknown-fragment": _("A fragment that does not exist"),
    "unknown-checklist": _("A checklist or work order that does not exist"),
    "unknown-effect": _("An effect that does not exist"),
    "unknown-zone": _("A zone that does not exist"),
    "unknown-category": _("A category that does not exist"),
    "unknown-service": _("A service that does not exist"),
    "expression-syntax": _("An expression that cannot be read"),
    "expression-type": _("An expression that compares different kinds"),
    "expression-unset": _("An expression uses an answer that may be missing"),
    "calc-cycle": _("Computed values that need each other"),
    "unreachable-state": _("No step leads to this state"),
    "dead-end-state": _("A state without a way out"),
    "no-final-state": _("The service never closes a case"),
    "cannot-finish": _("From here no end is ever reached"),
    "ambiguous-branch": _("It is not clear which branch counts"),
    "nobody-can-act": _("Nobody can take this step"),
    "self-approval": _("The same person could approve their own work"),
    "dishonest-status": _("The public status would not be true"),
    "resolved-too-early": _("It could be resolved while work is open"),
    "clock-never-starts": _("The deadline never starts"),
    "clock-never-stops": _("The deadline goes on after the end"),
    "clock-pause-abuse": _("Staff could stop the deadline without a reason"),
    "budget-unreachable": _("A rule that never applies"),
    "checklist-unreachable": _("A checklist that nobody can fill"),
    "missing-translation": _("A language is missing"),
    "missing-essentials": _("Something every service needs is missing"),
    "personal-public": _("A personal answer would be public"),
    "confidential-readers": _("A confidential service needs its readers"),
    "confidential-leak": _("Something confidential would get out"),
    "confidential-message": _("A message would say what a confidential case is about"),
    "confidential-changed": _("A service cannot become confidential, or stop being so"),
    "folio-pattern": _("The folio would not be unique or readable"),
    "removed-without-migration": _("Something running cases need is taken away"),
    "unused": _("Something nobody uses"),
    "scenario-missing": _("No example story takes this step"),
}


def title_of(rule: str) -> str:
    """The rule's own id for one that has no words yet."""
    return str(TITLES.get(rule, rule))

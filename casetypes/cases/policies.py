"""Rules about cases. A stranger's case is not "forbidden": selectors answer NotFound."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casetypes.access import colleagues, policies
from casetypes.access.actors import Actor
from casetypes.access.policies import YES, Decision, needs_right, no, rule
from casetypes.cases.models import Case
from casetypes.cases.role_names import role_name
from casetypes.cases.roles import rights_for, roles_for
from casetypes.definitions import selectors as definitions
from casetypes.definitions.field_rights import READS_PERSONAL


@rule("case.read")
def read(actor: Actor, case: Case) -> Decision:
    """Own desk, own department where the right says so, own crew's work, or the reporter's own case."""
    from casetypes.cases.selectors import reads, visible_to  # selectors state the same rule as a queryset

    if actor.kind == "system" or (actor.kind == "reporter" and actor.case_folio == case.folio):
        return YES
    of_staff = actor.kind == "staff"
    allowed = reads(actor, case) if of_staff else visible_to(actor).filter(pk=case.pk).exists()
    return YES if allowed else no(_("This case belongs to another desk."))


@rule("case.read_personal")
def read_personal(actor: Actor, case: Case) -> Decision:
    """Personal answers: agent, control desk and supervisor of the own desk only (language.md)."""
    if roles_for(actor, case) & READS_PERSONAL:
        return YES
    return no(_("Personal data is for the case's own desk."))


@rule("case.open_personal")
def open_personal(actor: Actor, case: Case) -> Decision:
    """Some of the personal answers at least: those that `access` lists for a role, or all that it lists for nobody.
    None of a case that is read anonymised, whatever `access` says."""
    if not read_in_clear(actor, case):
        return no(_("You read this case anonymised."))
    compiled, roles = definitions.compiled(case.version_id), roles_for(actor, case)
    if any(compiled.may_read(key, roles, case.state, unlisted=False) for key in compiled.personal_fields):
        return YES
    return read_personal(actor, case)


@rule("case.read_in_clear")
def read_in_clear(actor: Actor, case: Case) -> Decision:
    """As it is, and not only anonymised: see `access.reach`."""
    from casetypes.cases.selectors import reads_in_clear

    return YES if reads_in_clear(actor, case) else no(_("You read this case anonymised."))


@rule("case.note")
def note(actor: Actor, case: Case) -> Decision:
    """An internal note: who writes messages or notes where the case is."""
    if rights_for(actor, case) & {"message", "note"}:
        return YES
    return no(_("Only the case's own desk adds notes."))


@rule("case.work")
def work(actor: Actor, case: Case) -> Decision:
    """Give it to a crew or a person: `assign` where the case is, `reassign` in its whole department, `assign_desk`
    while nobody has it."""
    here = rights_for(actor, case)
    if "assign" in here or ("assign_desk" in here and not (case.crew_id or case.assignee_id)):
        return YES
    if case.desk.department_id in actor.departments_with("reassign") or "reassign" in here:
        return YES
    return no(_("Your role does not give cases of this desk to crews."))


@rule("case.prioritise")
def prioritise(actor: Actor, case: Case) -> Decision:
    if "prioritise" in rights_for(actor, case):
        return YES
    return no(_("Your role does not change the priority of this desk's cases."))


@rule("case.move")
def move(actor: Actor, step: tuple[Case, str]) -> Decision:
    """A case and the key of a transition: who holds one of the roles of its `by` for this very case."""
    case, key = step
    spec = definitions.compiled(case.version_id).spec.transitions.get(key)
    if spec is not None and roles_for(actor, case).intersection(spec.by):
        return YES
    names = ", ".join(role_name(ref) for ref in spec.by) if spec else ""
    return no(gettext("Only for: %(roles)s.") % {"roles": names})


rule("case.capture")(needs_right("capture"))
rule("case.read_anonymised")(needs_right("read_anonymised"))


@rule("who_may.case")
def ask_about(actor: Actor, case: Case | None = None) -> Decision:
    """Who may read and move a case: of the own department, or any for who manages people. None: any case at all."""
    if policies.may(actor, "people.manage"):
        return YES
    departments = actor.departments_with(colleagues.RIGHT)
    if departments and (case is None or case.desk.department_id in departments):
        return YES
    return no(_("Who may do what with this case is for its own department to ask."))

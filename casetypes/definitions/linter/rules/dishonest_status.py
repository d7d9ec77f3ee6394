"""The public would read "resolved" of a case that was handed on, declined, joined or withdrawn."""

from collections.abc import Iterator

from casetypes.definitions.linter.effects import edge_effects
from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "dishonest-status"
TITLE = phrase("The public status would not be true")
WHY = phrase(
    "People would read that their case was resolved when it was only handed on, declined, joined with"
    " another or withdrawn."
)
MEND = phrase("Publish what happened: referred, declined, duplicate or withdrawn.")
GOOD = "states: {improcedente: {public: declined, final: declined}}"
BAD = "states: {improcedente: {public: ▸resolved, final: declined}}"


CLOSING = {
    "done": "resolved", "declined": "declined", "duplicate": "duplicate", "withdrawn": "withdrawn",
    "referred_out": "referred",
}  # fmt: skip


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    referred = {
        edge.target
        for edge in service.machine.edges
        if any(call.name == "refer" for call in edge_effects(edge))
    }
    for key, state in service.spec.states.items():
        path = ("states", key, "public")
        if state.public == "resolved" and key in referred:
            message = phrase(
                'state "%(key)s" is reached by handing the case on, yet published as resolved', key=key
            )
            yield service.problem(RULE, path, message, phrase("Publish it as referred."))
        elif state.final and state.public in CLOSING.values() and state.public != CLOSING[state.final]:
            message = phrase(
                'state "%(key)s" ends as %(final)s, yet is published as %(public)s',
                key=key, final=state.final, public=state.public,
            )  # fmt: skip
            hint = phrase("Publish it as %(public)s, or end it otherwise.", public=CLOSING[state.final])
            yield service.problem(RULE, path, message, hint)

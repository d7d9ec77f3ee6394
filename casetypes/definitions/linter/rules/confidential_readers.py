"""A confidential service that nobody could read: no readers, readers who are no desk's staff, or a step whose
roles are none of its readers."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "confidential-readers"
TITLE = phrase("A confidential service needs its readers")
WHY = phrase(
    "A confidential case is read by its appointed readers only. Without them, or with steps for "
    "others, nobody could attend to it."
)
MEND = phrase("Name the posts in readers, and give every step to one of them.")
GOOD = "{confidential: true, readers: [control_desk], public: {show: [], map: hidden}}"
BAD = "{▸confidential: true, public: {show: [], map: hidden}}"

READING = ("agent", "control_desk", "supervisor", "comptroller")
ALWAYS = ("reporter", "system")


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    spec = service.spec
    if not spec.confidential:
        if spec.readers:
            message = phrase("readers are named, but the service is not confidential")
            hint = phrase("Add confidential: true, or take readers away.")
            yield service.problem(RULE, ("readers",), message, hint, at_key=True)
        return
    if not spec.readers:
        message = phrase("the service is confidential and names no readers")
        hint = phrase("Name the posts whose holders can be appointed: readers: [supervisor].")
        yield service.problem(RULE, ("confidential",), message, hint, at_key=True)
        return
    yield from _readers_of_no_desk(service)
    yield from _steps_of_others(service)


def _readers_of_no_desk(service: ServiceUnderLint) -> Iterator[Problem]:
    for index, reader in enumerate(service.spec.readers):
        if reader.partition("@")[0] not in READING:
            message = phrase('"%(reader)s" cannot be a reader', reader=reader)
            hint = phrase("Readers are %(names)s.", names=", ".join(READING))
            yield service.problem(RULE, ("readers", index), message, hint)


def _steps_of_others(service: ServiceUnderLint) -> Iterator[Problem]:
    """A button that only people press who never see the case."""
    posts = {_whole(service, reader) for reader in service.spec.readers}
    for key, transition in service.spec.transitions.items():
        pressing = [role for role in transition.by if role.partition("@")[0] not in ALWAYS]
        others = not set(transition.by) & set(ALWAYS)
        if others and not any(_whole(service, role) in posts for role in pressing):
            message = phrase(
                'transition "%(key)s" is for %(names)s, who read no case of this service',
                key=key,
                names=", ".join(pressing),
            )
            hint = phrase("Give it to one of the readers.")
            yield service.problem(RULE, ("transitions", key, "by"), message, hint)


def _whole(service: ServiceUnderLint, role: str) -> str:
    """`control_desk` stands for the service's own desk."""
    return role if "@" in role else f"{role}@{service.spec.desk}"

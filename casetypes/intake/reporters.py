"""The reporter of a submission: their record, contact points and consents, taken from the answers."""

from casetypes.cases.contacts import contacts_in
from casetypes.citizens import selectors as people
from casetypes.citizens import services as citizens
from casetypes.citizens.models import Citizen
from casetypes.definitions.compiled import CompiledService
from casetypes.forms.answers import CleanAnswers
from casetypes.forms.types.consent import ConsentOptions


def register(
    compiled: CompiledService, answers: CleanAnswers, language: str, channel: str, *, own: str | None = None
) -> Citizen | None:
    """The citizen with what they agreed to; None when nothing personal was said and nothing agreed to.

    `own` is who was signed in: the report is theirs, unless it is confidential or they gave an address that they have
    not proven, which may be somebody else's.
    """
    consents, contacts = consents_in(compiled, answers), contacts_in(compiled, answers.all)
    known = people.owner_among(own, contacts) if own and not compiled.spec.confidential else None
    if known is None and not answers.personal and not consents:
        return None
    citizen = known or citizens.register(
        contacts=contacts, language=language, apart=compiled.spec.confidential
    )
    for notice, version in consents:
        citizens.consent(citizen=citizen, notice=notice, version=version, channel=channel)
    return citizen


def consents_in(compiled: CompiledService, answers: CleanAnswers) -> list[tuple[str, str]]:
    """(notice, version) of every consent that was given."""
    given = (compiled.fields[key] for key, value in answers.all.items() if value is True)
    return [(spec.notice, spec.version) for spec in given if isinstance(spec, ConsentOptions)]

"""Files of a generated form, received as evidence of a case."""

from casetypes.access.actors import Actor
from casetypes.cases.models import Case
from casetypes.evidence import services as evidence
from casetypes.forms.builder import AnswersForm
from casetypes.forms.files import FileOptions
from casetypes.kernel.errors import Invalid


def receive_uploads(form: AnswersForm, case: Case, actor: Actor) -> dict[str, list[str]]:
    """Ids by field, those kept from before included. Raises Invalid with every field that holds a bad file."""
    received, refused = receive_each(form, case, actor)
    if refused:
        raise Invalid(fields=refused)
    return received


def receive_each(
    form: AnswersForm, case: Case, actor: Actor
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Ids by field of what could be received (and was before), and the texts of what could not."""
    received = {key: list(ids) for key, ids in form.kept_files().items()}
    refused: dict[str, list[str]] = {}
    for key, files in form.uploads().items():
        spec = form.specs[key]
        assert isinstance(spec, FileOptions)  # uploads() gives file fields only
        for file in files:
            try:
                attachment = evidence.receive(
                    content=file, name=file.name or "", field=key, actor=actor, case=case, spec=spec
                )
            except Invalid as invalid:
                refused.setdefault(key, []).extend(invalid.fields.get(key) or [invalid.message])
            else:
                received.setdefault(key, []).append(str(attachment.pk))
    return received, refused


def show_errors(form: AnswersForm, invalid: Invalid) -> None:
    """Put the engine's field errors beside the fields."""
    form.is_valid()
    for key, texts in invalid.fields.items():
        for text in texts or [invalid.message]:
            form.add_error(key if key in form.fields else None, text)

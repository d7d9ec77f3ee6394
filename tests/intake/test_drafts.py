"""Saved forms: read only with their link, kept thirty days, submitted once, in the version they were started with."""

from datetime import timedelta

import pytest

from casetypes.access.actors import PUBLIC
from casetypes.cases.models import Case
from casetypes.definitions import revision
from casetypes.definitions.models import CaseType, CaseTypeVersion
from casetypes.evidence.models import Attachment
from casetypes.evidence.services import receive
from casetypes.intake import drafts, tasks
from casetypes.intake.models import Draft
from casetypes.intake.services import Submission, submit
from casetypes.kernel import clock
from casetypes.kernel.errors import Invalid, NotFound
from tests.cast import ANSWERS, CONTACT, PLAZA
from tests.evidence.pictures import jpeg

pytestmark = pytest.mark.django_db

WHOLE = {**ANSWERS["bache"], "ubicacion": PLAZA, **CONTACT}


def send(saved: drafts.SavedForm, **more: object) -> Case:
    return submit(Submission(service="bache", answers={**WHOLE, **more}, draft=saved.secret))


def test_a_saved_form_is_resumed_with_its_link():
    saved = drafts.start("bache", language="en", answers={"via": "calle"})
    drafts.save(saved.secret, {"via": "avenida", "profundidad_cm": "no sé"})
    loaded = drafts.load(saved.secret)
    assert loaded.answers == {"via": "avenida", "profundidad_cm": "no sé"}
    assert (loaded.service, loaded.language, loaded.folio) == ("bache", "en", "")


def test_without_the_link_nobody_reads_it():
    saved = drafts.start("bache", language="es", answers={"nombre": "Ana Contreras"})
    row = Draft.objects.get()
    assert saved.secret not in row.digest
    assert b"Contreras" not in bytes(row.sealed)
    with pytest.raises(NotFound):
        drafts.load(row.digest)


def test_it_lives_thirty_days_from_the_last_change(morning):
    saved = drafts.start("bache", language="es")
    with clock.at(morning + timedelta(days=20)):
        drafts.save(saved.secret, {"via": "calle"})
    with clock.at(morning + timedelta(days=49)):
        assert drafts.load(saved.secret).answers == {"via": "calle"}
    with clock.at(morning + timedelta(days=51)), pytest.raises(drafts.DraftExpired):
        drafts.load(saved.secret)


def test_old_ones_are_deleted_with_the_files_no_case_adopted(morning, django_capture_on_commit_callbacks):
    saved, kept = drafts.start("bache", language="es"), drafts.start("bache", language="es")
    file = receive(content=jpeg(), name="a.jpg", field="fotos", draft=saved.key, actor=PUBLIC)
    paths = file.paths()
    with clock.at(morning + timedelta(days=29)):
        drafts.save(kept.secret, {})
    with clock.at(morning + timedelta(days=31)), django_capture_on_commit_callbacks(execute=True):
        assert tasks.expire_drafts() == 1
        assert tasks.expire_drafts() == 0
    assert [draft.digest for draft in Draft.objects.all()] == [kept.key]
    assert not Attachment.objects.filter(pk=file.pk).exists()
    assert not any(path.exists() for path in paths)


def test_sending_it_twice_opens_one_case():
    saved = drafts.start("bache", language="es")
    assert send(saved).pk == send(saved).pk
    assert Case.objects.count() == 1


def test_once_sent_its_link_leads_to_the_folio_and_holds_no_answers():
    saved = drafts.start("bache", language="es", answers=WHOLE)
    case = send(saved)
    loaded = drafts.load(saved.secret)
    assert (loaded.folio, loaded.answers) == (case.folio, {})
    with pytest.raises(Invalid, match=case.folio):
        drafts.save(saved.secret, {})


def test_its_files_become_the_cases_own():
    saved = drafts.start("bache", language="es")
    file = receive(content=jpeg(), name="a.jpg", field="fotos", draft=saved.key, actor=PUBLIC)
    case = send(saved, fotos=[str(file.pk)])
    assert Attachment.objects.get().case == case


def test_a_file_of_another_persons_draft_is_not_taken():
    mine, other = drafts.start("bache", language="es"), drafts.start("bache", language="es")
    file = receive(content=jpeg(), name="a.jpg", field="fotos", draft=other.key, actor=PUBLIC)
    with pytest.raises(Invalid):
        send(mine, fotos=[str(file.pk)])


def test_it_keeps_its_version_when_a_new_one_is_published():
    saved = drafts.start("bache", language="es")
    old = CaseTypeVersion.objects.get(pk=saved.version_id)
    new = CaseTypeVersion.objects.create(
        case_type=old.case_type, number=old.number + 1, source=old.source, document=old.document,
        sha256="0" * 64, published_by="system",
    )  # fmt: skip
    CaseType.objects.filter(key="bache").update(live=new)
    revision.renew()
    assert send(saved).version_id == old.pk
    assert submit(Submission(service="bache", answers=WHOLE)).version_id == new.pk


def test_it_is_sent_only_to_its_own_service():
    saved = drafts.start("luminaria", language="es")
    with pytest.raises(Invalid):
        send(saved)


@pytest.mark.parametrize("answers", [{"a": float("nan")}, {"a": object()}])
def test_what_is_no_json_is_not_saved(answers):
    with pytest.raises(Invalid):
        drafts.start("bache", language="es", answers=answers)

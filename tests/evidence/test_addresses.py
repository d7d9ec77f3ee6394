"""Signed addresses of files: for one person, a quarter of an hour, one city; and copies that no public folder holds."""

import time

import pytest

from casetypes.access.actors import PUBLIC, for_user
from casetypes.access.entry import sessions
from casetypes.access.models import Membership, User
from casetypes.cases.models import Case
from casetypes.evidence import addresses, services, storage
from casetypes.evidence.models import Attachment
from casetypes.intake.services import Submission, submit
from casetypes.kernel.errors import NotFound
from tests.cast import sign_in
from tests.evidence.pictures import jpeg
from tests.readers import SECRET, appoint

COMPLAINT = {
    "conducta": "soborno", "relato": "Pidió dinero en la obra.", "sigue_pasando": True, "denunciado": "Jefatura",
    "oficina": "Licencias", "soy": "ciudadania", "aviso": True,
}  # fmt: skip


@pytest.fixture
def secret(db, morning) -> Attachment:
    """The photo of a confidential complaint."""
    photo = services.receive(content=jpeg(), name="x.jpg", field="fotografias", actor=PUBLIC)
    submit(Submission(service=SECRET, answers=COMPLAINT, files={"fotografias": [str(photo.pk)]}))
    return Attachment.objects.select_related("case").get(pk=photo.pk)


@pytest.fixture
def reader(secret) -> User:
    """Julia, appointed to read it."""
    user = User.objects.create(username="julia", full_name="Julia Soto", is_staff=True)
    Membership.objects.create(user=user, role_id="supervisor", desk_id="contraloria-investigadora")
    user.groups.set(User.objects.get(username="diego").groups.all())
    appoint(for_user(user))
    return user


def test_the_copies_of_a_confidential_case_leave_the_public_folder(
    db, morning, django_capture_on_commit_callbacks
):
    photo = services.receive(content=jpeg(), name="x.jpg", field="fotografias", actor=PUBLIC)
    before = photo.paths()[1:]
    with django_capture_on_commit_callbacks(execute=True):
        submit(Submission(service=SECRET, answers=COMPLAINT, files={"fotografias": [str(photo.pk)]}))
    photo.refresh_from_db()
    assert storage.is_kept(photo.public) and services.public_file(photo) is None
    assert [path.exists() for path in before] == [False, False]
    assert all(path.exists() for path in photo.paths())


def test_a_file_added_to_a_confidential_case_is_never_public(secret):
    later = services.receive(
        content=jpeg(), name="y.jpg", field="fotografias", actor=PUBLIC, case=secret.case
    )
    assert storage.is_kept(later.public)


def test_its_reader_sees_it_by_an_address_that_ends(secret, reader, client):
    sign_in(client, reader)
    address = f"/admin/archivos/{addresses.sign(secret, 'thumbnail', for_user(reader))}/"
    shown = client.get(address)
    assert (shown.status_code, shown["Content-Type"], shown["X-Content-Type-Options"]) == (
        200,
        "image/jpeg",
        "nosniff",
    )
    assert "no-store" in shown["Cache-Control"]


def test_an_old_address_opens_nothing(secret, reader, monkeypatch):
    token, now = addresses.sign(secret, "shown", for_user(reader)), time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + addresses.LASTS.total_seconds() - 1)
    assert addresses.open_address(token, for_user(reader)).attachment == secret
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + addresses.LASTS.total_seconds() + 1)
    with pytest.raises(NotFound):
        addresses.open_address(token, for_user(reader))


def test_the_address_of_another_person_opens_nothing(secret, reader, client):
    token = addresses.sign(secret, "shown", for_user(reader))
    sign_in(client, User.objects.get(username="diego"))
    assert client.get(f"/admin/archivos/{token}/").status_code == 404


def test_after_signing_out_everywhere_an_address_that_was_handed_out_opens_nothing(secret, reader, client):
    token = addresses.sign(secret, "shown", for_user(reader))
    sessions.end_all(reader, actor=for_user(reader), because="everywhere")
    sign_in(client, reader)
    assert client.get(f"/admin/archivos/{token}/").status_code == 404
    fresh = addresses.sign(secret, "shown", for_user(reader))
    assert client.get(f"/admin/archivos/{fresh}/").status_code == 200


def test_the_address_of_another_city_opens_nothing(secret, reader, settings):
    settings.CITY = "hermosillo"
    token = addresses.sign(secret, "shown", for_user(reader))
    settings.CITY = "torreon"
    with pytest.raises(NotFound):
        addresses.open_address(token, for_user(reader))


def test_who_lost_the_right_meanwhile_is_refused(secret, reader, client):
    sign_in(client, reader)
    token = addresses.sign(secret, "shown", for_user(reader))
    Membership.objects.filter(user=reader).delete()
    assert client.get(f"/admin/archivos/{token}/").status_code == 404


@pytest.mark.parametrize("altered", ["x", "a:b:c", "Li4=:1:2", "%2e%2e%2f"])
def test_an_altered_address_opens_nothing(secret, reader, altered):
    with pytest.raises(NotFound):
        addresses.open_address(altered, for_user(reader))


def test_an_address_is_made_for_members_of_staff_only(secret):
    with pytest.raises(ValueError, match="not a member of staff"):
        addresses.sign(secret, "shown", PUBLIC)


def test_the_public_copy_of_any_other_case_stays_where_everybody_sees_it(report):
    case: Case = report("bache")
    photo = services.receive(content=jpeg(), name="x.jpg", field="fotos", actor=PUBLIC, case=case)
    assert services.public_file(photo) is not None

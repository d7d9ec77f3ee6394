"""Signed addresses of files: for one person, a quarter of an hour, one city; and copies that no public folder holds."""

import re
import time

import pytest
from django.core.management import call_command
from django.test import Client

from casetypes.access.actors import PUBLIC, for_user
from casetypes.access.entry import sessions
from casetypes.access.models import Membership, User
from casetypes.cases.models import Case
from casetypes.evidence import addresses, services, storage
from casetypes.evidence.models import Attachment
from casetypes.intake import confidential_files, drafts
from casetypes.intake.drafts import SavedForm
from casetypes.intake.services import Submission, submit
from casetypes.kernel.errors import NotFound
from tests.cast import sign_in
from tests.evidence.pictures import jpeg
from tests.readers import SECRET, appoint

FORM = "/servicios/denuncia-servidor/reportar/"
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


@pytest.fixture
def draft(db, morning) -> SavedForm:
    """A confidential report that is being written, with a photo."""
    pages = ["hechos", "persona_denunciada", "relacion", "represalias", "pruebas"]
    written = {"answers": COMPLAINT, "visited": pages, "received": 1}
    saved = drafts.start(SECRET, language="es", answers=written)
    services.receive(
        content=jpeg(), name="x.jpg", field="fotografias", actor=PUBLIC, draft=saved.key, confidential=True
    )
    return saved


def own_photo(browser: Client) -> str:
    """The address of the photo on the page of its question."""
    shown = browser.get(f"{FORM}paso/pruebas/").content.decode()
    return re.search(rf'src="({FORM}foto/[^"]+)"', shown)[1]


def writing(draft: SavedForm) -> Client:
    browser = Client()
    browser.cookies["borrador-denuncia-servidor"] = draft.secret
    return browser


def test_a_photo_of_a_confidential_draft_lies_under_no_public_name(draft):
    photo = Attachment.objects.get()
    assert storage.is_kept(photo.public) and services.public_file(photo) is None
    assert not storage.public_path(photo.public).exists() and all(path.exists() for path in photo.paths())


def test_who_writes_it_sees_the_photo_and_nobody_else_by_its_address(draft):
    browser = writing(draft)
    address = own_photo(browser)
    shown = browser.get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in shown["Cache-Control"]
    other = drafts.start(SECRET, language="es", answers={"answers": {}, "visited": [], "received": 0})
    for stranger in (Client(), writing(other)):
        assert stranger.get(address).status_code == 404


def test_the_address_of_a_photo_of_a_draft_ends_in_time_and_with_the_draft(draft, monkeypatch):
    browser = writing(draft)
    address, now = own_photo(browser), time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + addresses.LASTS.total_seconds() + 1)
    assert browser.get(address).status_code == 404
    monkeypatch.undo()
    Attachment.objects.update(draft="")
    assert browser.get(address).status_code == 404


def test_copies_that_lie_in_the_public_folder_from_before_are_moved(
    draft, secret, django_capture_on_commit_callbacks
):
    early = services.receive(content=jpeg(), name="y.jpg", field="fotografias", actor=PUBLIC, draft=draft.key)
    of_case = services.receive(content=jpeg(), name="z.jpg", field="fotografias", actor=PUBLIC)
    Attachment.objects.filter(pk=of_case.pk).update(case=secret.case)
    open_one = services.receive(content=jpeg(), name="o.jpg", field="fotos", actor=PUBLIC)
    before = [path for each in (early, of_case) for path in each.paths()[1:]]
    assert all(path.exists() for path in before)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("keep_back_files")
    assert not any(path.exists() for path in before)
    for each in (early, of_case):
        each.refresh_from_db()
        assert storage.is_kept(each.public) and all(path.exists() for path in each.paths())
    open_one.refresh_from_db()
    assert services.public_file(open_one) is not None
    assert confidential_files.keep_back() == 0

"""Receiving files: what is refused and why, what is kept, what the public sees, and that nothing is left by halves."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from casetypes.access.actors import PUBLIC, SYSTEM
from casetypes.audit.models import AuditLeaf
from casetypes.cases.personal_data.reading_purposes import Stated
from casetypes.evidence import findings, pictures, storage, tasks
from casetypes.evidence.models import Attachment, CustodyEntry
from casetypes.evidence.selectors import counts, of_draft
from casetypes.evidence.services import adopt_draft, discard, public_file, read_original, receive
from casetypes.forms.types.document import DocumentOptions
from casetypes.forms.types.photo import PhotoOptions
from casetypes.forms.types.signature import SignatureOptions
from casetypes.kernel import clock
from casetypes.kernel.errors import Invalid, NotAllowed, Unavailable
from casetypes.kernel.extension_points import expression_roots
from casetypes.kernel.hashing import sha256_hex
from casetypes.kernel.sealing import SealBroken
from tests.cast import PLAZA
from tests.evidence.pictures import jpeg, picture

pytestmark = pytest.mark.django_db

REAL = Path(__file__).parents[2].parent / "shared/data/photos"
POINT = (PLAZA["latitude"], PLAZA["longitude"])
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def take(content: object = None, **more: object) -> Attachment:
    given = {"name": "foto.jpg", "field": "fotos", "actor": PUBLIC, **more}
    return receive(content=jpeg() if content is None else content, **given)


def copy_of(attachment: Attachment) -> Image.Image:
    return Image.open(storage.public_path(attachment.public))


def test_the_original_is_sealed_with_its_digest_and_on_record():
    content = jpeg()
    attachment = take(content)
    assert attachment.sha256 == sha256_hex(content)
    sealed = storage.original_path(attachment.original).read_bytes()
    assert content[:200] not in sealed
    actions = attachment.custody.order_by("id").values_list("action", flat=True)
    assert list(actions) == ["received", "sealed", "copied"]
    assert AuditLeaf.objects.filter(subject=f"attachment:{attachment.pk}", action="evidence.receive").exists()


def test_the_public_copy_is_small_and_says_nothing_but_the_picture():
    attachment = take(jpeg(4000, 3000, point=POINT, taken=datetime(2026, 12, 1, 9, tzinfo=UTC)))
    copy = copy_of(attachment)
    assert copy.size == (attachment.width, attachment.height) == (1600, 1200)
    assert not copy.getexif()
    raw = storage.public_path(attachment.public).read_bytes()
    assert b"Telephone of Ana" not in raw
    assert b"Exif" not in raw
    assert sha256_hex(raw) == attachment.public_sha256
    shown = public_file(attachment)
    assert attachment.sha256 not in shown.url
    thumbnail = Image.open(storage.public_path(Attachment.thumbnail_of(attachment.public)))
    assert max(thumbnail.size) == 480


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_copy_stands_upright_however_the_camera_was_held(orientation):
    attachment = take(jpeg(800, 400, orientation=orientation))
    assert copy_of(attachment).size == ((800, 400) if orientation in {1, 3} else (400, 800))


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("JPEG", "CMYK"), ("HEIF", "RGB")]
)
def test_pictures_of_every_kind_become_a_plain_jpeg(kind, mode):
    attachment = take(picture(kind, mode=mode), name=f"foto.{kind.lower()}")
    copy = copy_of(attachment)
    assert (copy.format, copy.mode) == ("JPEG", "RGB")


def test_place_and_time_of_the_camera_are_read():
    taken = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    attachment = take(jpeg(point=POINT, taken=taken))
    assert (attachment.latitude, attachment.longitude) == pytest.approx(POINT, abs=1e-5)
    assert attachment.taken_at == taken


def test_a_camera_without_zone_is_read_in_the_citys_time():
    attachment = take(jpeg(taken=datetime(2026, 12, 1, 9, 30)))
    assert attachment.taken_at == datetime(2026, 12, 1, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "content",
    [
        b"no es una foto",
        b"",
        PDF,
        b"GIF89a" + b"\0" * 50,
        b"\xff\xd8\xff\xe0" + b"\0" * 500,
        jpeg()[: len(jpeg()) // 2],
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        picture("BMP"),
    ],
)
def test_what_is_no_photo_is_refused_in_words_and_leaves_nothing(content):
    before = files_on_disk()
    with pytest.raises(Invalid) as refused:
        take(content)
    assert list(refused.value.fields) == ["fotos"]
    assert refused.value.fields["fotos"][0]
    assert not Attachment.objects.exists()
    assert files_on_disk() == before


def test_a_twenty_megabyte_photo_is_refused_with_its_size_and_the_limit():
    big = SimpleUploadedFile("grande.jpg", jpeg() + b"\0" * 20_000_000)
    with pytest.raises(Invalid) as refused:
        take(big)
    assert "20.0" in refused.value.fields["fotos"][0]
    assert "10" in refused.value.fields["fotos"][0]


def test_the_definition_may_allow_less():
    with pytest.raises(Invalid):
        take(jpeg(2000, 2000), spec=PhotoOptions(type="photo", max_size="10 kB"))
    with pytest.raises(Invalid):
        take(picture("PNG"), spec=PhotoOptions(type="photo", accept=["image/jpeg"]))


def test_a_bomb_of_pixels_is_refused_before_it_is_opened(monkeypatch):
    buffer = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(buffer, "PNG")
    monkeypatch.setattr(pictures, "copies", lambda image: pytest.fail("it was opened"))
    with pytest.raises(Invalid, match="60"):
        take(buffer.getvalue())


def test_a_document_is_kept_without_a_public_copy():
    attachment = take(PDF, name="acta.pdf", spec=DocumentOptions(type="document"))
    assert (attachment.content_type, attachment.public) == ("application/pdf", "")
    assert public_file(attachment) is None


def test_a_personal_picture_gets_no_public_copy():
    assert take(picture("PNG"), spec=SignatureOptions(type="signature")).public == ""
    assert take(spec=PhotoOptions(type="photo", personal=True)).public == ""


@pytest.mark.parametrize("failing", ["original", "copy", "thumbnail"])
def test_a_disk_that_fails_leaves_nothing_by_halves(monkeypatch, failing):
    before = files_on_disk()
    writes = iter(range(3))
    wanted = {"original": 0, "copy": 1, "thumbnail": 2}[failing]
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if next(writes) == wanted:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(Unavailable):
        take()
    assert not Attachment.objects.exists()
    assert not CustodyEntry.objects.exists()
    assert files_on_disk() == before


def test_a_database_that_fails_leaves_no_file(monkeypatch):
    before = files_on_disk()
    monkeypatch.setattr(
        Attachment, "save", lambda self, **kwargs: (_ for _ in ()).throw(RuntimeError("down"))
    )
    with pytest.raises(RuntimeError):
        take()
    assert files_on_disk() == before


def test_a_name_from_outside_is_only_a_name():
    assert take(name="../../etc/pass\x00wd.jpg").name == "passwd.jpg"
    assert take(name="C:\\fotos\\bache.jpg").name == "bache.jpg"


def test_evidence_is_counted_by_kind_for_the_guards(report):
    case = report("bache")
    take(case=case, kind="despues")
    take(case=case, spec=PhotoOptions(type="photo", evidence="despues"))
    take(case=case)
    assert counts(case) == {"despues": 2}
    roots = [root for root in expression_roots.call(case, frozenset({"evidence"})) if root]
    assert roots == [{"evidence": {"despues": 2}}]


def test_what_closed_a_case_once_does_not_close_it_again(report):
    case = report("bache")
    take(case=case, kind="despues")
    case.reopened = 1
    assert counts(case) == {}
    take(case=case, kind="despues")
    assert counts(case) == {"despues": 1}


def test_reading_an_original_is_for_the_cases_desk_and_on_record(report, carla, gloria):
    case = report("bache")
    content = jpeg()
    attachment = take(content, case=case)
    assert read_original(attachment, carla, Stated("attend")) == content
    last = attachment.custody.order_by("id").last()
    assert (last.action, last.actor) == ("read", carla.label())
    for stranger in (gloria, PUBLIC):
        with pytest.raises(NotAllowed):
            read_original(attachment, stranger, Stated("attend"))


def test_an_original_that_was_changed_on_disk_does_not_open(report):
    attachment = take(case=report("bache"))
    path = storage.original_path(attachment.original)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(SealBroken):
        read_original(attachment, SYSTEM)


def test_a_drafts_files_wait_for_their_case_and_are_adopted_once(report):
    attachment = take(draft="d" * 64)
    assert of_draft("d" * 64) == [attachment]
    case = report("bache")
    assert adopt_draft("d" * 64, case, attachments=[str(attachment.pk)]) == 1
    assert of_draft("d" * 64) == []
    with pytest.raises(Invalid):
        adopt_draft("d" * 64, report("bache"), attachments=[str(attachment.pk)])


def test_files_of_a_case_are_never_discarded(report):
    kept, loose = take(case=report("bache")), take()
    discard([kept, loose])
    assert list(Attachment.objects.all()) == [kept]
    assert all(path.exists() for path in kept.paths())
    assert not any(path.exists() for path in loose.paths())


def test_files_that_nobody_asked_for_again_are_deleted(report, morning):
    kept, alone, of_form = take(case=report("bache")), take(), take(draft="d" * 64)
    with clock.at(morning + timedelta(days=1)):
        assert tasks.discard_abandoned() == 0
    with clock.at(morning + timedelta(days=3)):
        assert tasks.discard_abandoned() == 1
    assert not any(path.exists() for path in alone.paths())
    assert all(path.exists() for path in of_form.paths())
    with clock.at(morning + timedelta(days=32)):
        assert tasks.discard_abandoned() == 1
    assert list(Attachment.objects.all()) == [kept]


@pytest.mark.parametrize(
    ("point", "age", "kind", "expected"),
    [
        (POINT, timedelta(), "", ("ok", "ok")),
        ((25.60, -103.40), timedelta(), "", ("far", "ok")),
        (None, None, "", ("unknown", "unknown")),
        (POINT, timedelta(days=60), "", ("ok", "old")),
        (POINT, timedelta(days=1), "despues", ("ok", "before_case")),
        (POINT, -timedelta(days=1), "", ("ok", "future")),
    ],
)
def test_a_picture_is_compared_with_the_place_and_time_of_its_case(
    report, morning, point, age, kind, expected
):
    case = report("bache")
    taken = None if age is None else morning - age
    attachment = take(jpeg(point=point, taken=taken), case=case, kind=kind)
    found = findings.compare(attachment, case)
    assert tuple(finding["result"] for finding in found) == expected
    assert all(findings.in_words(finding) for finding in found)


@pytest.mark.skipif(not REAL.is_dir(), reason="the photographs are not here (../shared/data/photos)")
@pytest.mark.parametrize("name", ["exif_gps_DSCN0010.jpg", "exif_gps_DSCN0021.jpg", "exif_gps_DSCN0042.jpg"])
def test_real_photographs_say_where_and_when_and_their_copies_do_not(name):
    attachment = take((REAL / name).read_bytes(), name=name)
    assert attachment.latitude == pytest.approx(43.47, abs=0.1)
    assert attachment.longitude == pytest.approx(11.88, abs=0.1)
    assert attachment.taken_at.year == 2008
    assert not copy_of(attachment).getexif()


@pytest.mark.skipif(not REAL.is_dir(), reason="the photographs are not here (../shared/data/photos)")
@pytest.mark.parametrize(
    ("name", "upright"), [("exif_landscape_8.jpg", False), ("exif_portrait_6.jpg", True)]
)
def test_real_photographs_stand_upright(name, upright):
    width, height = copy_of(take((REAL / name).read_bytes(), name=name)).size
    assert (height > width) is upright


def files_on_disk() -> set[Path]:
    roots = [storage.original_path("x").parent, storage.public_path("x").parent]
    return {path for root in roots if root.exists() for path in root.rglob("*") if path.is_file()}

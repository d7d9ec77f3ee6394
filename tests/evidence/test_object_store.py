"""FILES_URL: photos, sealed originals and reports in an object store, spoken to by its real protocol."""

import boto3
import pytest
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

from casetypes.access.actors import PUBLIC
from casetypes.cases.personal_data.reading_purposes import Stated
from casetypes.evidence import storage
from casetypes.evidence.models import Attachment
from casetypes.evidence.services import discard, public_file, read_original, receive
from casetypes.kernel.errors import Unavailable
from config.settings.files import object_store
from reports import files
from reports.models import QuarterlyReport
from tests.evidence.pictures import jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server():
    """A server that speaks the protocol, on a port of its own."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def bucket(server, settings):
    """An empty bucket that the platform uses; gives a client of the store itself."""
    client = boto3.client(
        "s3", endpoint_url=f"http://{server}", region_name="us-east-1",
        aws_access_key_id="key", aws_secret_access_key="secret",
    )  # fmt: skip
    client.create_bucket(Bucket="agora")
    settings.STORAGES = settings.STORAGES | {"files": object_store(f"s3+http://key:secret@{server}/agora")}
    yield client
    for kept in client.list_objects_v2(Bucket="agora").get("Contents", []):
        client.delete_object(Bucket="agora", Key=kept["Key"])
    client.delete_bucket(Bucket="agora")


def keys(bucket):
    return [kept["Key"] for kept in bucket.list_objects_v2(Bucket="agora").get("Contents", [])]


def take():
    return receive(content=jpeg(), name="foto.jpg", field="fotos", actor=PUBLIC)


def test_a_photo_lies_in_the_store_sealed_and_its_copies_are_shown(bucket, client, report, diego, settings):
    content = jpeg()
    attachment = receive(content=content, name="foto.jpg", field="fotos", actor=PUBLIC, case=report("bache"))
    sealed = bucket.get_object(Bucket="agora", Key=f"evidence/{attachment.original}")["Body"].read()
    assert content[:200] not in sealed
    assert read_original(attachment, diego, Stated("attend")) == content
    shown = client.get(public_file(attachment).url)
    copy = b"".join(shown.streaming_content)
    assert (shown.status_code, shown["Content-Type"], copy[:2]) == (200, "image/jpeg", b"\xff\xd8")
    assert "immutable" in shown["Cache-Control"]
    assert not storage.original_path(attachment.original).exists()
    assert not storage.public_path(attachment.public).exists()


def test_nothing_but_public_copies_can_be_asked_for(bucket, client):
    attachment = take()
    for path in (f"/media/../evidence/{attachment.original}", "/media/public/nada.jpg", "/media/%2e%2e/x"):
        assert client.get(path).status_code == 404


def test_what_is_discarded_is_gone_from_the_store(bucket):
    attachment = take()
    assert len(keys(bucket)) == 3
    discard([attachment])
    assert keys(bucket) == []


def test_a_store_that_does_not_take_a_file_leaves_nothing_behind(bucket, settings, monkeypatch):
    save, saved = storages["files"].save, []

    def full(self, name, content):
        saved.append(name)
        if len(saved) == 3:
            raise OSError("the store is full")
        return save(name, content)

    monkeypatch.setattr(type(storages["files"]), "save", full)
    with pytest.raises(Unavailable):
        take()
    assert keys(bucket) == []
    assert Attachment.objects.count() == 0


def test_a_store_that_is_away_is_said_in_words(settings):
    settings.STORAGES = settings.STORAGES | {"files": object_store("s3+http://key:secret@127.0.0.1:1/agora")}
    settings.STORAGES["files"]["OPTIONS"]["client_config"] = boto3.session.Config(
        retries={"max_attempts": 1}, connect_timeout=1, s3={"addressing_style": "path"}
    )
    with pytest.raises(Unavailable):
        take()


def test_a_report_is_kept_and_opened(bucket):
    report = QuarterlyReport(period="2023Q4", language="es", figures_sha256="a" * 64)
    report.file = files.keep(report, b"%PDF-")
    assert files.is_there(report)
    assert files.open_file(report).read() == b"%PDF-"
    assert keys(bucket) == [f"reports/{report.file}"]


@pytest.mark.parametrize("url", ["https://host/bucket", "s3://key:secret@host", "s3://host/"])
def test_an_address_that_cannot_be_understood_is_refused(url):
    with pytest.raises(ValueError, match="FILES_URL looks like this"):
        object_store(url)

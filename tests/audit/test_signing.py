import stat
from base64 import b64decode, b64encode
from concurrent.futures import ThreadPoolExecutor

import pytest

from casetypes.audit import selectors, signing
from casetypes.audit.tasks import BEAT
from casetypes.kernel import hashing


@pytest.fixture
def fresh(settings, tmp_path):
    """An installation without a key."""
    settings.AUDIT_KEY, settings.VAR_DIR = "", tmp_path
    return tmp_path / "audit.key"


def test_a_key_is_made_once_and_kept_private(fresh):
    first = signing.signer()
    assert stat.S_IMODE(fresh.stat().st_mode) == 0o600
    signing._signer.cache_clear()
    assert signing.signer().public_key == first.public_key
    assert [path.name for path in fresh.parent.iterdir()] == ["audit.key"]


def test_two_processes_that_start_at_once_end_up_with_one_key(fresh):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: signing._from_file(fresh), range(8)))
    assert len(keys) == 1


def test_the_setting_wins_over_the_file(fresh, settings):
    from_file = signing.signer().public_key
    settings.AUDIT_KEY = b64encode(bytes(range(32))).decode()
    assert signing.signer().public_key != from_file


@pytest.mark.parametrize("wrong", ["nonsense!", "c2hvcnQ="])
def test_a_wrong_setting_says_what_it_must_be(fresh, settings, wrong):
    settings.AUDIT_KEY = wrong
    with pytest.raises(ValueError, match="AUDIT_KEY must be 32 bytes"):
        signing.signer()


def test_a_signature_holds_for_its_text_and_key_only(fresh):
    signer = signing.signer()
    signature = signer.sign(b"text")
    assert signing.is_signed(b"text", signature, signer.public_key)
    assert not signing.is_signed(b"texts", signature, signer.public_key)
    assert not signing.is_signed(b"text", signature, "00" * 32)
    assert not signing.is_signed(b"text", "nonsense", signer.public_key)


@pytest.mark.django_db
def test_a_checkpoint_is_a_signed_note_that_other_tools_can_read(log):
    log(3)
    checkpoint = selectors.latest_checkpoint()
    text, signature_line = selectors.note(checkpoint).rstrip("\n").split("\n\n")
    origin, size, root, extension = text.split("\n")
    assert (origin, size) == (checkpoint.origin, "3")
    assert b64decode(root).hex() == checkpoint.root_hash
    assert extension.startswith("signed_at ")
    dash, name, blob = signature_line.split(" ")
    assert (dash, name) == ("—", origin)
    key_hash, signature = b64decode(blob)[:4], b64decode(blob)[4:]
    public = bytes.fromhex(checkpoint.public_key)
    assert key_hash.hex() == hashing.sha256_hex(name.encode() + b"\n\x01" + public)[:8]
    assert signing.is_signed(f"{text}\n".encode(), b64encode(signature).decode(), checkpoint.public_key)


@pytest.mark.django_db
def test_the_tasks_of_the_timetable_exist_and_do_their_work(log):
    from celery import current_app

    from casetypes.audit import services

    services.record(action="a", actor="system", subject="s", data={})
    current_app.loader.import_task_module("casetypes.audit.tasks")
    tasks = [current_app.tasks[entry["task"]] for entry in BEAT.values()]
    assert [task() for task in tasks] == [1, 1]

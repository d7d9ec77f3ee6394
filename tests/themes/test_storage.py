"""What a phone loads first is hashed and has a compressed twin; what only staff load is left as it is."""

import gzip

import pytest

from cms.components.storage import LeanStaticFilesStorage, is_public

STYLE = b".a { color: var(--text); }\n" * 200


@pytest.fixture
def storage(tmp_path):
    for name in ("css/site.css", "wagtailadmin/css/core.css", "css/tiny.css"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b".a{}" if "tiny" in name else STYLE)
    made = LeanStaticFilesStorage(location=str(tmp_path), base_url="/static/")
    names = ("css/site.css", "wagtailadmin/css/core.css", "css/tiny.css")
    list(made.post_process({name: (made, name) for name in names}))
    return made, tmp_path


def test_the_twin_unpacks_to_the_same_bytes(storage):
    made, folder = storage
    twin = folder / f"{made.stored_name('css/site.css')}.gz"
    assert gzip.decompress(twin.read_bytes()) == STYLE
    assert twin.stat().st_size < len(STYLE) / 4


def test_the_admins_files_and_tiny_ones_have_no_twin(storage):
    _made, folder = storage
    twins = [path.name for path in folder.rglob("*.gz")]
    assert len(twins) == 1
    assert not is_public("wagtailadmin/css/core.css")

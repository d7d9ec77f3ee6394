"""Export and import: the same files, byte for byte where nothing changed; never a half-written folder."""

import io
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casetypes.definitions import selectors
from casetypes.definitions.publishing import transfer
from casetypes.definitions.publishing.kept_files import read_folder
from casetypes.definitions.services import DefinitionRefused, publish_city, publish_service
from tests.definitions.test_publishing import published  # noqa: F401  a fixture
from tests.definitions.test_sources import HUGO, IRENE

pytestmark = pytest.mark.django_db


def load(folder):
    try:
        publish_city(folder, "user:1", gates=())
    except DefinitionRefused as refused:
        raise AssertionError([str(problem) for problem in refused.problems]) from refused


def run(*arguments):
    """Exit code, output, errors."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("definitions", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as stopped:
        return stopped.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def exported(tmp_path, name="out"):
    transfer.export(tmp_path / name)
    return read_folder(tmp_path / name)


def forget_everything():
    """As in a database that was only migrated."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_personalreading DISABLE TRIGGER USER")  # it has no rows here
        cursor.execute(
            "TRUNCATE definitions_casetype, definitions_configurationfile, definitions_keptfile CASCADE"
        )
        cursor.execute("ALTER TABLE cases_personalreading ENABLE TRIGGER USER")
        cursor.execute("DELETE FROM definitions_revision")


def test_a_city_comes_out_as_it_went_in(city_folder, tmp_path):
    load(city_folder)
    assert exported(tmp_path) == read_folder(city_folder)


def test_comments_order_line_ends_and_encoding_are_kept_though_no_version_is_made(city_folder, tmp_path):
    bache = city_folder / "services" / "bache.yaml"
    messages = city_folder / "messages.yaml"
    bache.write_bytes(b"\xef\xbb\xbf# \xc2\xbfqu\xc3\xa9?\r\n" + bache.read_bytes().replace(b"\n", b"\r\n"))
    messages.write_bytes(messages.read_bytes() + "\n\n# fin, ñ\n".encode())
    before = selectors.live("bache").number
    load(city_folder)
    assert selectors.live("bache").number == before
    assert exported(tmp_path) == read_folder(city_folder)


def test_of_a_service_edited_in_the_cms_only_its_file_differs(city_folder, tmp_path):
    load(city_folder)
    text = selectors.live("bache").source.replace("es: Bache,", "es: Hoyo,") + "# de la mesa\n"
    publish_service(text, key="bache", actor=IRENE, authors=(HUGO,), replaces=selectors.live("bache").number)
    before, after = read_folder(city_folder), exported(tmp_path)
    assert before.keys() == after.keys()
    assert [path for path in before if before[path] != after[path]] == ["services/bache.yaml"]
    assert after["services/bache.yaml"] == text.encode()
    assert run("import", tmp_path / "out")[0] == 0
    assert selectors.live("bache").source == text


def test_an_empty_database_takes_the_folder_and_gives_it_back(city_folder, tmp_path, monkeypatch):
    load(city_folder)
    forget_everything()
    monkeypatch.setattr("casetypes.definitions.commands.publish.publish_city",
                        lambda *told, **more: publish_city(*told, gates=(), **more))  # fmt: skip
    code, out, err = run("import", city_folder)
    assert (code, err) == (0, "")
    assert "servicio bache: versión 1 (primera versión)" in out
    assert exported(tmp_path) == read_folder(city_folder)


def test_a_database_without_a_city_has_nothing_to_export(tmp_path):
    forget_everything()
    code, _out, err = run("export", tmp_path / "out")
    assert code == 1 and "definitions publish" in err
    assert not (tmp_path / "out").exists()


def test_what_says_something_else_is_overwritten_only_when_asked(city_folder, tmp_path):
    load(city_folder)
    there = tmp_path / "there"
    shutil.copytree(city_folder, there)
    (there / "desks.yaml").write_text("mine\n", "utf-8")
    (there / "notes.txt").write_text("also mine\n", "utf-8")
    code, _out, err = run("export", there)
    assert code == 1 and "desks.yaml" in err and "--overwrite" in err
    assert (there / "desks.yaml").read_text("utf-8") == "mine\n"
    code, out, _err = run("export", there, "--overwrite")
    assert code == 0 and out.startswith("desks.yaml\n1 written")
    assert (there / "notes.txt").read_text("utf-8") == "also mine\n"
    assert (there / "desks.yaml").read_bytes() == (city_folder / "desks.yaml").read_bytes()


@pytest.mark.parametrize("exists", [False, True])
def test_a_full_disk_leaves_nothing_half_written(city_folder, tmp_path, monkeypatch, exists):
    load(city_folder)
    there = tmp_path / "there"
    if exists:
        there.mkdir()
        (there / "desks.yaml").write_text("mine\n", "utf-8")
    before = read_folder(tmp_path)
    written = []

    def full(path, content, _real=transfer._write_whole):
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        written.append(path)
        _real(path, content)

    monkeypatch.setattr(transfer, "_write_whole", full)
    code, _out, err = run("export", there, "--overwrite")
    assert code == 2 and "No space left" in err
    assert read_folder(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".agora")] == []


def test_a_folder_that_is_not_whole_is_not_imported(city_folder):
    load(city_folder)
    mark = city_folder / ".agora-unfinished"
    mark.touch()
    assert run("import", city_folder)[0] == 1
    mark.unlink()
    (city_folder / "services" / "bache.yaml").unlink()
    code, _out, err = run("import", city_folder)
    assert code == 1 and "services/bache.yaml" in err
    assert run("import", city_folder / "nowhere")[0] == 2


COMMENTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"),
                   max_size=40)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(comments=st.lists(st.tuples(st.integers(0, 40), COMMENTS), max_size=4), ending=st.sampled_from(["\n", "\r\n"]),
       mark=st.booleans())  # fmt: skip
def test_whatever_comments_stand_where_they_come_back(published, tmp_path_factory, comments, ending, mark):  # noqa: F811
    path = Path(published) / "services" / "socavon.yaml"
    lines = ORIGINAL.setdefault("text", path.read_text("utf-8")).split("\n")
    for place, comment in comments:
        lines.insert(min(place, len(lines)) if _top(lines, place) else 0, f"# {comment}")
    text = ending.join(lines)
    path.write_bytes((b"\xef\xbb\xbf" if mark else b"") + text.encode())
    load(published)
    folder = tmp_path_factory.mktemp("out")
    after = exported(folder)
    before = read_folder(published)
    assert {name: after[name] for name in before} == before


ORIGINAL: dict[str, str] = {}


def _top(lines: list[str], place: int) -> bool:
    """Whether a comment may stand before that line: nothing folded goes on there."""
    return place >= len(lines) or not lines[place].startswith("        ")

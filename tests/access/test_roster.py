"""Many people from a file: each line is judged, nothing is written before, all or only the sound ones after."""

import csv

import pytest

from casetypes.access.models import MailedLink, User
from casetypes.access.staff import roster
from casetypes.access.staff.roster import Roster
from casetypes.kernel.errors import Invalid, NotAllowed
from cms.people.pages.roster import vocabulary
from tests.access.acting_on_people import actor

pytestmark = pytest.mark.django_db
HEAD = "Correo,Nombre,Función,Mesa,Cuadrilla,Departamento,Desde,Hasta"


def read(*lines: str, head: str = HEAD) -> Roster:
    return roster.read("\n".join([head, *lines]), vocabulary())


def verdicts(found: Roster) -> list[str]:
    return [line.verdict for line in found.lines]


def test_words_are_taken_as_people_write_them():
    found = read(
        "a@x.mx,Ana,Mesa de control,MESA DE BACHEO",
        "b@x.mx,Beatriz,control desk,Potholes desk",
        "c@x.mx,Celia,control_desk,bacheo,,,,31/12/2099",
        "d@x.mx,Dora,cuadrilla,,C1",
        "e@x.mx,Eva,,",
    )
    assert verdicts(found) == ["new"] * 5
    posts = [line.inviting.posts for line in found.lines]
    assert {post.place.desk for line in posts[:3] for post in line} == {"bacheo"}
    assert posts[2][0].ends_on.isoformat() == "2099-12-31"
    assert (posts[3][0].place.crew, posts[4]) == ("C1", ())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a@x.mx,Ana,mesa de control,bachio", "¿Quiso decir “bacheo”?"),
        ("a@x.mx,Ana,mesa de contol,bacheo", "¿Quiso decir “mesa de control”?"),
        ("a@x.mx,Ana,mesa de control,", "elija una"),
        ("a@x.mx,Ana,,bacheo", "sin función"),
        ("no-es-correo,Ana,,", "no es un correo"),
        (",Ana,,", "Escriba un correo"),
        ("a@x.mx,,,", "Escriba el nombre"),
        ("a@x.mx,Ana,mesa de control,bacheo,,,,31/02/2099", "no es un día"),
        ("a@x.mx,Ana,mesa de control,bacheo,,,2099-02-01,2099-01-01", "Termina antes"),
        ("a@x.mx,An\ufffd,,", "ilegibles"),
    ],
)
def test_a_wrong_line_says_what_is_wrong(line, said):
    [found] = read(line).lines
    assert found.verdict == "wrong"
    assert said in " ".join(found.problems)


def test_a_person_who_is_there_already_is_left_as_they_are():
    [line] = read("CARLA@example.org,Otra Carla,mesa de control,bacheo").lines
    assert (line.verdict, line.user_id) == ("known", User.objects.get(username="carla").pk)


def test_the_same_line_twice_is_wrong_and_another_post_of_the_same_person_is_not():
    found = read(
        "a@x.mx,Ana,mesa de control,bacheo",
        "A@x.mx,Ana,mesa de control,simas",
        "a@x.mx,Ana,mesa de control,bacheo",
    )
    assert verdicts(found) == ["new", "new", "wrong"]
    done = roster.bring_in(found, all_or_nothing=False, actor=actor("admin"))
    ana = User.objects.get(email="a@x.mx")
    assert verdicts(done) == ["invited", "invited", "wrong"]
    assert set(ana.memberships.values_list("desk_id", flat=True)) == {"bacheo", "simas"}


def test_all_or_nothing_invites_nobody_when_one_line_is_wrong():
    found = read("a@x.mx,Ana,,", "b@,Beto,,")
    roster.bring_in(found, all_or_nothing=True, actor=actor("admin"))
    assert not User.objects.filter(email="a@x.mx").exists()
    roster.bring_in(found, all_or_nothing=False, actor=actor("admin"))
    assert MailedLink.objects.filter(user__email="a@x.mx").exists()


def test_what_fails_only_while_it_is_done_takes_all_of_it_back_too():
    found = read("a@x.mx,Ana,,", "b@x.mx,Bety,provider,simas", "b@x.mx,Bety,comptroller,")
    assert verdicts(found) == ["new", "new", "new"]
    done = roster.bring_in(found, all_or_nothing=True, actor=actor("admin"))
    assert verdicts(done) == ["new", "failed", "failed"]
    assert not User.objects.filter(email__in=["a@x.mx", "b@x.mx"]).exists()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_common_delimiter_is_read(delimiter):
    head, line = (
        text.replace(",", delimiter) for text in ("Correo,Nombre,Mesa,Rol", "a@x.mx,Ana,bacheo,agent")
    )
    assert verdicts(read(line, head=head)) == ["new"]


def test_a_file_in_another_encoding_is_read_and_told():
    text, notes = roster.decoded("Correo,Nombre\na@x.mx,Íñigo Peña\n".encode("cp1252"))
    assert "Íñigo Peña" in text and "Windows-1252" in notes[0]
    assert roster.decoded("\ufeffCorreo,Nombre".encode()) == ("Correo,Nombre", ())


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04\x00\x00", b"PK\x03\x04\x8a\r\x93,\xe7\r", b"x" * (roster.MOST_BYTES + 1)],
    ids=["a spreadsheet", "bytes without a zero", "too long"],
)
def test_what_is_no_csv_is_refused(content):
    with pytest.raises(Invalid):
        roster.decoded(content)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_any_system_ends_them(end):
    text, _notes = roster.decoded(end.join(["Correo;Nombre", "a@x.mx;Ana", "b@x.mx;Bety", ""]).encode())
    assert verdicts(roster.read(text, vocabulary())) == ["new", "new"]


@pytest.fixture
def usual_limit():
    """Imports of cases read longer cells; the limit is one for the whole process."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


def test_text_that_the_reader_of_csv_gives_up_on_is_refused(usual_limit):
    with pytest.raises(Invalid) as refused:
        roster.read('Correo,Nombre\na@x.mx,"' + "x" * 200_000, vocabulary())
    assert "no es un archivo CSV" in str(refused.value.fields["file"])


@pytest.mark.parametrize(
    "text", ["", "Correo,Nombre", "Nombre,Mesa\nAna,bacheo", "Correo,Nombre\n" + "a@x.mx,A\n" * 2001]
)
def test_a_file_without_people_or_columns_or_with_too_many_lines_is_refused(text):
    with pytest.raises(Invalid):
        roster.read(text, vocabulary())


def test_a_column_nobody_knows_is_noted_and_left_out():
    found = roster.read("Correo,Nombre,Teléfono\na@x.mx,Ana,871", vocabulary())
    assert "Teléfono" in found.notes[0] and verdicts(found) == ["new"]


def test_reading_costs_the_same_for_many_lines(django_assert_max_num_queries):
    lines = [f"p{number}@x.mx,P {number},mesa de control,bacheo" for number in range(300)]
    words = vocabulary()
    text = "\n".join([HEAD, *lines])
    with django_assert_max_num_queries(5):
        assert roster.read(text, words).new == 300


@pytest.mark.parametrize("name", ["beto", "diego", "hugo"])
def test_nobody_else_brings_people_in(name):
    with pytest.raises(NotAllowed):
        roster.bring_in(read("a@x.mx,Ana,,"), all_or_nothing=False, actor=actor(name))

"""Files to models: shape errors all at once, in a steward's words, with their places; fragments merged."""

import pytest

from casetypes.definitions.loader import load_city, load_path, load_text
from tests.definitions.examples import VILLA

BACHE = (VILLA / "services" / "bache.yaml").read_text("utf-8")


def load(text):
    fragments = load_city(VILLA).fragments
    return load_text(text, "services/bache.yaml", fragments)


def problems(text):
    return [str(problem) for problem in load(text).problems]


def test_a_clean_service_becomes_a_model_with_its_fragment_pages_in_place():
    loaded = load(BACHE)
    assert loaded.problems == ()
    assert list(loaded.model.form) == ["lugar", "problema", "privacidad"]
    assert loaded.model.transitions["cerrar"].to[0].goto == "resuelto"
    assert list(loaded.lock) == ["ubicacion@1"]


def test_a_file_beside_its_fragments_finds_them():
    assert load_path(VILLA / "services" / "bache.yaml").problems == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("category: vialidades\n", "", '1:1 missing-key: the file needs the key "category"'),
        ("type: decimal", "type: decimel", 'there is no field type "decimel". Did you mean "decimal"?'),
        ("max: 200", "maxi: 200", '"maxi" is not a key of form.problema.fields.tamano. Did you mean "max"?'),
        ("min: 1", 'min: "1"', 'must be a whole number, not "1". Write it without quotes.'),
        ("urgente: {type: boolean, required: true", "urgente: {type: boolean, required: yes",
         'must be true or false, not "yes". Write true or false; yes, no, on and off are texts here.'),
        ("{public: received}", "{public: recieved}", 'not "recieved". Did you mean "received"?'),
        ("      listo:", "      Listo:", 'bad-key: "Listo" cannot be a key. A key has lower-case letters'),
        ("      listo:", "      in:", '"in" is a word of the expression language'),
        ("title: {es: Bache, en: Pothole}", "title: {es: Bache, hoyo grande, en: Pothole}",
         "A comma inside braces starts a new key"),
        ("from: [recibido], to: improcedente", "from: recibido, to: improcedente", "must be a list, not \"recibido\""),
        ("use: [ubicacion@1]", "use: [ubicasion@1]", 'unknown-fragment: there is no fragment "ubicasion@1". '
         'Did you mean "ubicacion@1"?'),
        ("kind: service", "kind: servise", 'wrong-type: there is no kind "servise". Did you mean "service"?'),
    ],
)  # fmt: skip
def test_a_problem_of_shape_says_what_to_do(old, new, expected):
    assert old in BACHE
    assert any(expected in problem for problem in problems(BACHE.replace(old, new, 1)))


def test_a_problem_inside_a_fragment_points_to_the_file_of_the_fragment(villa):
    fragment = villa / "fragments" / "ubicacion.yaml"
    fragment.write_text(fragment.read_text("utf-8").replace("required: true", "requird: true"), "utf-8")
    bundle = load_city(villa)
    assert [str(problem) for problem in bundle.problems] == [
        'fragments/ubicacion.yaml:7:31 unknown-key: "requird" is not a key of fields.ubicacion. '
        'Did you mean "required"?'
    ]


def test_what_only_a_fragment_brings_stands_where_the_fragment_wrote_it():
    fragment = load_text(
        "agora: 1\nkind: fragment\nkey: visita\nversion: 1\n"
        "checklists:\n  visita:\n    open_in: [resivido]\n    items: {visto: {type: boolean, label: {es: Visto}}}\n",
        "fragments/visita.yaml",
    )
    loaded = load_text(
        BACHE.replace("use: [", "use: [visita@1, "), "services/bache.yaml", {"visita@1": fragment}
    )
    mark = loaded.marks.value(("checklists", "visita", "open_in", 0))
    assert (mark.file, mark.line, mark.column) == ("fragments/visita.yaml", 7, 15)
    assert loaded.marks.key(("states",)).file == "services/bache.yaml"


def test_a_fragment_and_a_service_may_not_write_the_same_field(villa):
    own = "form:\n  lugar:\n    fields:\n      ubicacion: {type: location, label: {es: Lugar}}\n"
    broken = BACHE.replace("form:\n", own, 1)
    assert any(
        "duplicate-key" in problem and "fragments/ubicacion.yaml" in problem for problem in problems(broken)
    )


def test_two_files_of_one_service_are_refused(villa):
    (villa / "services" / "otro.yaml").write_text(BACHE, "utf-8")
    twice = [problem for problem in load_city(villa).problems if problem.rule == "duplicate-key"]
    assert [str(problem) for problem in twice] == [
        'services/otro.yaml:3:6 duplicate-key: the service "bache" is already defined in services/bache.yaml'
    ]


def test_a_city_without_its_files_says_which_are_missing(tmp_path):
    missing = {problem.file for problem in load_city(tmp_path).problems}
    assert missing == {"city.yaml", "desks.yaml", "calendars.yaml", "messages.yaml"}


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "calendars",
            "mon-fri",
            "mon-fry",
            'calendars.yaml:5:12 wrong-type: calendars.oficina.hours: "fry" is not a day',
        ),
        ("calendars", "08:00-15:00", "15:00-08:00", '"15:00-08:00" must end after it starts'),
        ("calendars", "{date: 2026-12-25, ", "{", 'a closure needs "date: 2026-12-25"'),
        ("calendars", "date: 2026-12-25", 'yearly: "02-31"', '"02-31" is not a day'),
        ("city", "America/Monterrey", "America/Torreon", 'there is no time zone "America/Torreon"'),
        ("desks", "6 per day", "six", 'must be a capacity, not "six". Write for example "6 per day".'),
        (
            "messages",
            "satisfaccion: {",
            "satisfaccion: {open: 14 working months, ",
            "surveys.satisfaccion.open",
        ),
    ],
)
def test_the_other_files_are_held_to_what_the_kernel_can_read(villa, file, old, new, expected):
    path = villa / f"{file}.yaml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert any(expected in str(problem) for problem in load_city(villa).problems)

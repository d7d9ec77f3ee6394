"""For every field type: one definition, answers that are fine, answers that are wrong."""

from dataclasses import dataclass, field
from typing import Any

LETTERS = {"a": {"es": "A"}, "b": {"es": "B", "en": "Bee"}, "c": {"es": "C"}}
ID = "0b6f4d0e-6b7f-4c43-9a26-93e2a5a4f4b1"


@dataclass(frozen=True)
class Case:
    """`good` maps raw answers to clean ones; `bad` are refused; `shown` is how the first good one reads."""

    options: dict[str, Any]
    good: list[tuple[Any, Any]]
    bad: list[Any] = field(default_factory=list)
    shown: str | None = None


CASES: dict[str, Case] = {
    "text": Case(
        {"min": 2, "max": 5, "pattern": "[a-z]+"},
        [("abc", "abc"), (" abc ", "abc")],
        [1, "a", "abcdef", "AB"],
        "abc",
    ),
    "long_text": Case({"max": 10}, [("uno\ndos", "uno\ndos")], [["x"], "x" * 11], "uno\ndos"),
    "integer": Case(
        {"min": 1, "max": 2000, "unit": "cm"}, [(1500, 1500)], ["15", 1.5, True, 0, 2001, 10**30], "1,500 cm"
    ),
    "decimal": Case(
        {"min": 0.1, "max": 30, "unit": "m"},
        [(12.5, 12.5), (0.1, 0.1), (3, 3.0)],
        ["1", 31, 0.01, True, float("nan"), float("inf"), 1.23456],
        "12.5 m",
    ),
    "money": Case({"max": 5000}, [(1250.5, 1250.5)], [-1, 5001, 0.001, "10"], "1,250.50 MXN"),
    "boolean": Case({}, [(True, True), (False, False)], ["true", 1, 0, "sí"], "Sí"),
    "date": Case(
        {"not_after": "today", "not_before": "2020-01-01"},
        [("2026-01-31", "2026-01-31")],
        ["31 de enero", "2026-02-30", "2199-01-01", "2019-12-31", 20260101],
        "31 de enero de 2026",
    ),
    "time": Case({}, [("17:30", "17:30"), ("17:30:59", "17:30")], ["25:00", "5 pm", 1730], "17:30"),
    "datetime": Case(
        {},
        [("2026-01-31T09:30", "2026-01-31T15:30:00Z"), ("2026-01-31T09:30:00-07:00", "2026-01-31T16:30:00Z")],
        ["ayer", "2026-13-01T00:00", 5],
    ),
    "choice": Case({"options": LETTERS}, [("b", "b")], ["z", ["b"], 1], "B"),
    "choices": Case(
        {"options": LETTERS, "min": 1, "max": 2},
        [(["b", "a"], ["a", "b"])],
        [["z"], "a", ["a", "b", "c"]],
        "A, B",
    ),
    "email": Case(
        {}, [("Ana@Example.ORG", "Ana@example.org")], ["ana", "ana@", 5, "a@b@c.org"], "Ana@example.org"
    ),
    "phone": Case(
        {},
        [
            ("871 123 4567", "+528711234567"),
            ("5218711234567", "+528711234567"),
            ("+52 1 871 123 4567", "+528711234567"),
            ("044 871 123 4567", "+528711234567"),
            ("+1 212 555 0123", "+12125550123"),
        ],
        ["123", "no tengo", 8711234567],
        "871 123 4567",
    ),
    "curp": Case(
        {"required": True},
        [("hegg560427mvzrrl04", "HEGG560427MVZRRL04"), ("XEXX010101HNEXXXA4", None)],
        ["HEGG560427MVZRRL05", "HEGG561327MVZRRL04", "x", 5],
    ),
    "postal_code": Case(
        {}, [("27000", "27000"), ("01000", "01000")], ["2700", "270000", "2700a", 27000], "27000"
    ),
    "location": Case(
        {"within": "anywhere"},
        [
            ([25.5, -103.4], {"latitude": 25.5, "longitude": -103.4}),
            (
                {"latitude": 25.5, "longitude": -103.4, "address": " Juárez  10 "},
                {"latitude": 25.5, "longitude": -103.4, "address": "Juárez 10"},
            ),
        ],
        [
            "aquí",
            [25.5],
            [25.5, "x"],
            [95, 0],
            [25.5, 200],
            {"latitude": 25.5},
            {"lat": 1},
            {"address": "Juárez"},
            {"address": 5, "latitude": 1, "longitude": 1},
            {"latitude": True, "longitude": 1},
            {"latitude": float("nan"), "longitude": 1},
            {"zone": "no-existe"},
        ],
        "25.50000, -103.40000",
    ),
    "address": Case(
        {},
        [
            (
                {
                    "street": "Juárez",
                    "exterior": "10",
                    "interior": "",
                    "colonia": "Centro",
                    "postal_code": "27000",
                },
                {"street": "Juárez", "exterior": "10", "colonia": "Centro", "postal_code": "27000"},
            )
        ],
        [
            "Juárez 10",
            {"street": "Juárez"},
            {"calle": "Juárez"},
            {"street": "J", "exterior": 5, "colonia": "C"},
            {"street": "J", "exterior": "5", "colonia": "C", "postal_code": "1"},
        ],
        "Juárez 10, Centro, 27000",
    ),
    "zone": Case({}, [], ["no-existe", 5]),
    "asset": Case(
        {"kind": "luminaria", "pattern": "[A-Z]{2}-[0-9]{4}"}, [("lu-0042", "LU-0042")], ["42", 42], "LU-0042"
    ),
    "crew": Case({}, [("C1", "C1")], ["no-existe", 5]),
    "desk": Case({}, [("bacheo", "bacheo")], ["no-existe", 5]),
    "provider": Case({}, [("simas", "simas")], ["bacheo", 5]),
    "photo": Case({"many": 2}, [([ID], [ID])], ["x", [5], ["no-id"], [ID, ID, ID]], "1"),
    "video": Case({}, [([ID], [ID])], [[ID, ID]], "1"),
    "audio": Case({}, [([ID], [ID])], [{"a": 1}], "1"),
    "document": Case({}, [([ID], [ID])], ["x"], "1"),
    "signature": Case({}, [([ID], [ID])], ["x"], "1"),
    "group": Case(
        {
            "many": 2,
            "fields": {
                "nombre": {"type": "text", "required": True, "label": {"es": "Nombre"}},
                "edad": {"type": "integer", "label": {"es": "Edad"}},
            },
        },
        [([{"nombre": "Ana", "edad": 30}, {}], [{"nombre": "Ana", "edad": 30}])],
        [
            {"nombre": "Ana"},
            ["Ana"],
            [{"edad": 3}],
            [{"nombre": "Ana", "edad": "x"}],
            [{"nombre": "A", "otro": 1}],
            [{"nombre": "A"}] * 3,
        ],
        "1. Nombre: Ana; Edad: 30",
    ),
    "consent": Case({"notice": "reportes", "version": "2"}, [(True, True)], ["sí", 1], "Sí"),
    "note": Case({"text": {"es": "Llame al 911."}}, [], []),
}

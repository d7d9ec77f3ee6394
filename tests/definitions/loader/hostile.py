"""Files that somebody sends by mistake or in bad faith: what they are called, what they hold, what is said of them."""

import codecs
import json
import re
from typing import NamedTuple

from tests.definitions.examples import VILLA

KIB = 1024
BACHE = (VILLA / "services" / "bache.yaml").read_text("utf-8")
FIELDS = "    fields:\n"
PLAIN = re.sub(r"(?ms)^calc:\n(  .*\n)+", "", BACHE)


class Hostile(NamedTuple):
    """`rule` and `hint`: what one of the problems says; `line` where, 0 for anywhere."""

    name: str
    content: bytes
    rule: str
    hint: str = ""
    line: int = 0


def filled(unit: str, size: int = 255 * KIB) -> str:
    """The unit again and again, just under the limit of a file."""
    return unit * (size // len(unit))


def after(anchor: str, lines: str, text: str = BACHE) -> str:
    """The good service with lines put behind one of its own."""
    assert anchor in text
    return text.replace(anchor, anchor + lines, 1)


def instead(old: str, new: str) -> str:
    assert old in BACHE
    return BACHE.replace(old, new, 1)


def pattern(text: str) -> str:
    """The good service with a text field of that pattern."""
    return after(FIELDS, f"      pp: {{type: text, pattern: {json.dumps(text)}, label: {{es: a, en: b}}}}\n")


def formula(text: str) -> str:
    """The good service with a computed whole number."""
    return PLAIN + f"calc:\n  zz: {{type: integer, is: {json.dumps(text)}}}\n"


def _laughs() -> str:
    """Laughs of laughs, nine levels: a thousand million when unfolded."""
    rows = ["a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        rows.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    return "\n".join(rows)


def _many(line: str, count: int) -> str:
    return "".join(line % {"i": index, "next": index + 1} for index in range(count))


_TEXTS = [
    ("a bomb of aliases", _laughs(), "yaml-alias", "share it as a fragment", 1),
    ("an anchor", "a: &x 1\n", "yaml-alias", "needs quotes", 1),
    ("an alias", "b: *x\n", "yaml-alias", "needs quotes", 1),
    ("a merge key", after("kind: service\n", "<<: {a: 1}\n"), "yaml-alias", "fragment", 3),
    ("a flood of anchors", "a:\n" + filled(" - &a x\n"), "yaml-alias", "Mend these first"),
    ("a flood of aliases", "a:\n" + filled(" - *a\n"), "yaml-alias", "Mend these first"),
    ("a flood of tags", "a:\n" + filled(" - !x y\n"), "yaml-syntax", "Mend these first"),
    ("a flood of duplicates", filled("a: 1\n"), "duplicate-key", "Mend these first"),
    ("a flood of duplicates in braces", "x: {" + filled("a: 1, ", 250 * KIB) + "}", "duplicate-key", "Mend these"),
    ("a duplicate deep inside", after(FIELDS, "      x: {type: text, type: date}\n"), "duplicate-key", "Keep one"),
    ("an object of Python", "!!python/object/apply:os.system [touch x]\n", "yaml-syntax", "Remove it", 1),
    ("an object of Python inside", "a: !!python/name:os.system\n", "yaml-syntax", "Remove it", 1),
    ("binary", "a: !!binary aGVsbG8=\n", "yaml-syntax", "Remove it", 1),
    ("a tag of one's own", "a: !ciudad b\n", "yaml-syntax", "Remove it", 1),
    ("a tag directive", "%TAG ! tag:example.org,2000:\n---\na: 1\n", "yaml-syntax", 'begin with "%"', 1),
    ("older YAML", "%YAML 1.1\n---\na: no\n", "yaml-syntax", 'begin with "%"', 1),
    ("YAML to come", "%YAML 9.9\n---\na: 1\n", "yaml-syntax", "%YAML", 1),
    ("two documents", BACHE + "---\n" + BACHE, "yaml-syntax", "Remove the line"),
    ("ten thousand brackets", "a: " + "[" * 10_000 + "]" * 10_000, "yaml-syntax", "repeated here", 1),
    ("ten thousand braces", "a: " + "{a: " * 10_000 + "}" * 10_000, "yaml-syntax", "repeated here", 1),
    ("brackets without end", "a: " + "[" * 250_000, "yaml-syntax", "repeated here", 1),
    ("ten thousand dashes", "a:\n" + "- " * 10_000, "yaml-syntax", "repeated here", 2),
    ("a staircase", "".join(" " * step + "a:\n" for step in range(700)), "yaml-syntax", "repeated here"),
    ("ten thousand questions", "? " * 10_000, "yaml-syntax", "repeated here", 1),
    ("10 MB of comments", BACHE + "# x\n" * (10 * KIB * KIB // 4), "file-too-large", "fragments", 1),
    ("10 MB on one line", "a: " + "x" * 10 * KIB * KIB, "file-too-large", "fragments", 1),
    ("257 KiB", filled("# x\n", 257 * KIB), "file-too-large", "fragments", 1),
    ("too many keys", BACHE + _many("k%(i)s: 1\n", 20_000), "file-too-large", "fragments"),
    ("too many states", after("states:\n", _many("  s%(i)s: {public: received}\n", 8000)), "file-too-large", ""),
    ("too many fragments", instead("[ubicacion@1]", "[" + "ubicacion@1, " * 15_000 + "]"), "file-too-large", ""),
    ("too many fields", after(FIELDS, _many("      f%(i)s: {type: text}\n", 4000)), "file-too-large", ""),
    ("too many values", "".join(f"k{i}: [{'1, ' * 200}]\n" for i in range(100)), "file-too-large", "fragments"),
    ("too many conditions", PLAIN + "calc:\n" + _many("  c%(i)s: {type: integer, is: '1'}\n", 900),
     "file-too-large", "fragments"),
    ("wrong on every line", after("states:\n", _many("  s%(i)s: {public: recieved}\n", 900)), "wrong-type",
     "Mend the others first"),
    ("computed from each other without end",
     PLAIN + "calc:\n" + _many("  c%(i)s: {type: integer, is: calc.c%(next)s + 1}\n", 400) +
     "  c400: {type: integer, is: calc.c0 + 1}\n", "calc-cycle", ""),
    ("a null byte", "a: \x00\n", "yaml-syntax", "type it again", 1),
    ("a bell", "b: 1\na: \x07\n", "yaml-syntax", "type it again", 2),
    ("control signs in a text", 'a: "\\0 \\x1b"\n', "yaml-syntax", "type it again", 1),
    ("half a sign", 'a: "\\ud800"\n', "yaml-syntax", "four digits", 1),
    ("writing that turns around", after("kind: service\n", "# \u202e rasap\n"), "yaml-syntax", "type it again", 3),
    ("writing that turns around by escape", 'a: "x\\u202ey"\n', "yaml-syntax", "type it again", 1),
    ("a line end of mainframes", "a: 1\x85b: 2\n", "yaml-syntax", "type it again", 1),
    ("a mark inside", "a: 1\n\ufeffb: 2\n", "yaml-syntax", "type it again", 2),
    ("nothing", "", "yaml-syntax", "agora: 1", 1),
    ("only blanks", "  \n\n \n", "yaml-syntax", "agora: 1", 1),
    ("only a comment", "# nothing yet\n", "yaml-syntax", "agora: 1", 1),
    ("only line ends", "\n" * 250_000, "yaml-syntax", "agora: 1", 1),
    ("a list", "- a\n- b\n", "wrong-type", "agora: 1", 1),
    ("one word", "hola", "wrong-type", "agora: 1", 1),
    ("keys that are no words", "[a]: b\n{x: y}: z\n", "yaml-syntax", ""),
    ("a key of 200 KB", "k" * 200_000 + ": 1\n", "yaml-syntax", "", 1),
    ("a number of 200 KB", instead("min: 1", "min: " + "9" * 200_000), "wrong-type", ""),
    ("a number of thirty digits", instead("min: 1", "min: " + "9" * 30), "wrong-type", ""),
    ("no number", instead("min: 1", "min: .nan"), "wrong-type", ""),
    ("a number without end", instead("min: 1", "min: 1e999"), "wrong-type", ""),
    ("commas", "a: [" + "," * 250_000, "yaml-syntax", "missing behind", 1),
    ("a quote without end", 'b: 1\na: "' + filled("x\n"), "yaml-syntax", "A quote that was opened", 2),
    ("one line of keys", filled("a: "), "yaml-syntax", "needs quotes", 1),
    ("a tab", "a:\n\tb: 1\n", "yaml-syntax", "indented with a tab", 2),
    ("a curly quote", "a: {es: \u201cHola: x\u201d, en: y}\n", "yaml-syntax", "curly quotes", 1),
    ("a question in braces", "a: {es: ?Qué pasa, en: x}\n", "yaml-syntax", "needs quotes", 1),
    ("a colon in braces", "a: {es: Hoyo: grande, en: x}\n", "yaml-syntax", "needs quotes", 1),
    ("a hash in braces", "a: {es: Hoyo #3, en: x}\nb: 1\n", "yaml-syntax", "needs quotes", 2),
    *((f"the pattern {text[:20]}", pattern(text), "unsafe-pattern", "")
      for text in ("(a+)+$", "(a|aa)+$", "([a-zA-Z]+)*$", "(.*a){20}", "(a?){60}a{60}", "(a|b|ab){90}c",
                   "(?P<x>.)(?P=x)*", r"\d+\d+\d+\d+\d+$", "x" * 5000, "(" * 5000 + ")" * 5000, "[", "*")),
    ("a formula nested too deeply", formula("(" * 900 + "1" + ")" * 900), "expression-syntax", "Split it"),
    ("a formula without end", formula("1+" * 900 + "1"), "expression-syntax", "Split it"),
    ("a formula of questions", formula("true?" * 380), "expression-syntax", ""),
    ("a formula of brackets", formula("[" * 1900), "expression-syntax", "Split it"),
    ("a formula of 2,001 signs", formula("1" * 2001), "wrong-type", ""),
    ("a formula of nine loops",
     formula("[1,2,3,4,5,6,7,8,9].map(a," * 9 + "1" + ")" * 9), "expression-type", ""),
    ("a formula with a null byte", formula("1 \x00"), "yaml-syntax", "type it again"),
]  # fmt: skip

_BYTES = [
    ("UTF-16 with its mark", BACHE.encode("utf-16"), "yaml-syntax", "UTF-16", 1),
    ("UTF-16 without a mark", BACHE.encode("utf-16-le"), "yaml-syntax", "UTF-16", 1),
    ("UTF-16 the other way round", BACHE.encode("utf-16-be"), "yaml-syntax", "UTF-16", 1),
    ("UTF-32", BACHE.encode("utf-32"), "yaml-syntax", "UTF-16", 1),
    ("Latin-1", ("a: 1\nb: año\n").encode("latin-1"), "yaml-syntax", "Latin-1", 2),
    ("Windows-1252", ("a: 1\n# \u201caño\u201d \u20ac\n").encode("cp1252"), "yaml-syntax", "Windows-1252", 2),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "yaml-syntax", ""),
    ("nothing but nulls", b"\x00" * 1000, "yaml-syntax", ""),
]

HOSTILE = [
    *(Hostile(name, text.encode("utf-8"), *rest) for name, text, *rest in _TEXTS),
    *(Hostile(*row) for row in _BYTES),
]  # fmt: skip

HARMLESS = {
    "a byte order mark": codecs.BOM_UTF8 + BACHE.encode(),
    "line ends of Windows": BACHE.replace("\n", "\r\n").encode(),
    "line ends of old Macs": BACHE.replace("\n", "\r").encode(),
    "an end mark": (BACHE + "...\n").encode(),
    "its own version of YAML": ("%YAML 1.2\n---\n" + BACHE).encode(),
}

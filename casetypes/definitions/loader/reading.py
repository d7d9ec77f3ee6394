"""YAML text to plain data with a place for every value. Refuses what the language does not have.

Refused: what is larger or deeper than `limits` say, other encodings, signs that nobody can see, more than one
document, directives, tags, anchors and aliases, keys that are no scalars, duplicate keys. Everything that can be
found is reported at once, up to a hundred problems; after a syntax error nothing can.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.reader import ReaderError

from casetypes.definitions.loader import slips
from casetypes.definitions.loader.encoding import decoded, place_after, unseen
from casetypes.definitions.loader.limits import MAX_BYTES, MAX_DEPTH, MAX_PROBLEMS, Tally
from casetypes.definitions.loader.marks import Mark, SourceMap
from casetypes.definitions.loader.places import places_in
from casetypes.definitions.loader.scalars import resolve
from casetypes.definitions.problems import Problem, phrase


@dataclass
class Document:
    """What was read. `data` is None when the text is no YAML mapping at all."""

    file: str
    text: str
    data: dict[str, Any] | None = None
    marks: SourceMap = field(init=False)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.marks = SourceMap(
            self.file, lambda: {} if self.data is None else places_in(self.text, self.file)
        )

    def report(self, mark: Mark, rule: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(mark.file, mark.line, mark.column, rule, message, hint))


def read_bytes(content: bytes, file: str) -> Document:
    """As `read_text`, from the bytes of a file: UTF-8, with or without a byte order mark."""
    if len(content) > MAX_BYTES:
        return _too_large(file)
    text = decoded(content, file)
    if isinstance(text, Problem):
        document = Document(file, "")
        document.problems.append(text)
        return document
    return read_text(text, file)


def read_text(text: str, file: str) -> Document:
    """Parse a definition's text; never raises. `file` is how problems name it, such as "services/bache.yaml"."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        return _too_large(file)
    document = Document(file, text)
    try:
        _refuse_unseen(document)
        _Builder(document).build()
    except _Stopped:
        document.data = None
    except yaml.MarkedYAMLError as error:
        document.data = None
        _report_syntax(document, error)
    except (ReaderError, UnicodeError) as error:
        document.data = None
        _report_character(document, error)
    return document


class _Stopped(Exception):
    """Nothing more can be read; the problem is reported already."""


class _Builder:
    """Builds plain data from the event stream of libyaml."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._tally = Tally()
        self._next: Callable[[], Any] = yaml.CSafeLoader(document.text).get_event

    def build(self) -> None:
        self._next()
        start = self._next()
        if isinstance(start, StreamEndEvent):
            self._stop(Mark(self.document.file, 1, 1), "yaml-syntax", phrase("the file is empty"), _BEGINNING)
        self._refuse_directives(start)
        data = self._value(self._next(), 0)
        self._next()
        if isinstance(end := self._next(), DocumentStartEvent):
            self._stop(
                self._mark(end),
                "yaml-syntax",
                phrase("a file holds one document"),
                phrase("Remove the line `---`."),
            )
        if not isinstance(data, dict):
            message = phrase("a definition is a mapping of keys")
            self._stop(Mark(self.document.file, 1, 1), "wrong-type", message, _BEGINNING)
        self.document.data = data

    def _mark(self, event: Event) -> Mark:
        start: Any = event.start_mark
        return Mark(self.document.file, start.line + 1, start.column + 1)

    def _stop(self, mark: Mark, rule: str, message: str, hint: str = "") -> None:
        self.document.report(mark, rule, message, hint)
        raise _Stopped

    def _report(self, mark: Mark, rule: str, message: str, hint: str = "") -> None:
        """One more problem; after a hundred the rest is not looked for."""
        self.document.report(mark, rule, message, hint)
        if len(self.document.problems) >= MAX_PROBLEMS:
            words = phrase("what else is wrong from here on is not listed"), phrase("Mend these first.")
            self._stop(mark._replace(column=mark.column + 1), rule, *words)

    def _refuse_directives(self, start: Any) -> None:
        """`%YAML 1.1` would ask for other scalars, `%TAG` for tags; neither is part of the language."""
        if start.tags or start.version not in (None, (1, 2)):
            self._stop(
                Mark(self.document.file, 1, 1),
                "yaml-syntax",
                phrase("a definition has no directives"),
                phrase('Remove the lines that begin with "%(sign)s".', sign="%"),
            )

    def _value(self, event: Any, depth: int) -> Any:
        kind = type(event)
        if kind is AliasEvent or event.anchor is not None or event.tag is not None:
            self._refuse_decoration(event)
        if depth > MAX_DEPTH:
            self._stop(
                self._mark(event),
                "yaml-syntax",
                phrase("nested deeper than %(MAX_DEPTH)s levels", MAX_DEPTH=MAX_DEPTH),
                phrase("Look for a bracket, a brace or a dash that is repeated here by mistake."),
            )
        if kind is ScalarEvent:
            return self._scalar(event)
        if kind is MappingStartEvent:
            return self._mapping(event, depth + 1)
        return self._sequence(event, depth + 1) if kind is SequenceStartEvent else None

    def _refuse_decoration(self, event: Event) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor is not None:
            what = phrase("an alias") if isinstance(event, AliasEvent) else phrase("an anchor")
            sign = "*" if isinstance(event, AliasEvent) else "&"
            self._report(
                self._mark(event),
                "yaml-alias",
                phrase(
                    '"%(sign)s%(anchor)s" is %(what)s, which definitions do not have',
                    sign=sign,
                    anchor=anchor,
                    what=what,
                ),
                phrase(
                    'Write it out, or share it as a fragment; a text that begins with "%(sign)s" needs quotes.',
                    sign=sign,
                ),
            )
        if tag is not None:
            self._report(
                self._mark(event),
                "yaml-syntax",
                phrase('"%(tag)s" is a tag, which definitions do not have', tag=tag),
                phrase('Remove it; a text that begins with "!" needs quotes.'),
            )

    def _scalar(self, event: ScalarEvent) -> Any:
        if not event.style:
            return resolve(event.value)
        if event.style == '"':
            self._refuse_escapes(event)
        return event.value

    def _refuse_escapes(self, event: ScalarEvent) -> None:
        r"""Signs that nobody sees, written as `"\u202e"`: the text itself has none of them."""
        if event.style == '"' and (found := unseen(event.value)):
            self._report(self._mark(event), "yaml-syntax", *_unseen_words(found[1]))

    def _refuse_merge(self, key: ScalarEvent) -> None:
        """`<<: *common` of older YAML; where no alias stands behind it, it would be a key of no meaning."""
        if key.value == "<<" and not key.style:
            message = phrase('"<<" merges mappings in older YAML, which definitions do not have')
            self._report(
                self._mark(key), "yaml-alias", message, phrase("Write it out, or share it as a fragment.")
            )

    def _mapping(self, start: Event, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while type(event := self._next()) is not MappingEndEvent:
            key = self._key(event, depth)
            if key in values:
                self._report(
                    self._mark(event),
                    "duplicate-key",
                    phrase('"%(key)s" is written twice here', key=key),
                    phrase("Keep one of them."),
                )
            value = self._value(self._next(), depth)
            values.setdefault(key, value)
        self._count(start, values)
        return values

    def _key(self, event: Any, depth: int) -> str:
        usual = type(event) is ScalarEvent and not event.style and event.anchor is None and event.tag is None
        return event.value if usual and event.value != "<<" else self._unusual_key(event, depth)

    def _unusual_key(self, event: Any, depth: int) -> str:
        """In quotes, decorated, or no word at all."""
        self._refuse_decoration(event)
        if isinstance(event, ScalarEvent):
            self._refuse_escapes(event)
            self._refuse_merge(event)
            return event.value
        if not isinstance(event, AliasEvent):
            self._value(event, depth)
            message = phrase("a key is a word, not a list or a mapping")
            self._report(self._mark(event), "yaml-syntax", message, phrase("Put it in quotes if it is text."))
        return ""

    def _sequence(self, start: Event, depth: int) -> list[Any]:
        values: list[Any] = []
        while type(event := self._next()) is not SequenceEndEvent:
            values.append(self._value(event, depth))
        self._count(start, values)
        return values

    def _count(self, start: Event, values: dict[str, Any] | list[Any]) -> None:
        if too_many := self._tally.count(values):
            hint = phrase("Move shared parts into fragments.")
            self._stop(self._mark(start), "file-too-large", too_many, hint)


def _too_large(file: str) -> Document:
    document = Document(file, "")
    message = phrase("the file has more than %(limit)s KiB", limit=MAX_BYTES // 1024)
    document.report(Mark(file, 1, 1), "file-too-large", message, phrase("Move shared parts into fragments."))
    return document


def _report_syntax(document: Document, error: yaml.MarkedYAMLError) -> None:
    unclosed = "end of stream" in (error.problem or "")
    found = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
    line, column = (found.line + 1, found.column + 1) if found else (1, 1)
    lines = document.text.split("\n")
    parser = error.problem or error.context or ""
    hint = slips.hint(lines, min(line, max(len(lines), 1))) or slips.plain_words(parser)
    message = phrase("this cannot be read as YAML")
    document.report(Mark(document.file, min(line, max(len(lines), 1)), column), "yaml-syntax", message, hint)


def _report_character(document: Document, error: Exception) -> None:
    """The reader counts in bytes of UTF-8."""
    position = getattr(error, "position", None)
    at = position if isinstance(position, int) else 0
    mark = place_after(document.file, document.text.encode()[:at].decode("utf-8", "ignore"))
    document.report(mark, "yaml-syntax", phrase("a character that text cannot have"), _AGAIN)


def _refuse_unseen(document: Document) -> None:
    """Stops at the first sign of the text, comments included, that nobody can see. Line ends of any system pass."""
    text = document.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if found := unseen(text):
        position, code = found
        mark = place_after(document.file, text[:position])
        document.report(mark, "yaml-syntax", *_unseen_words(code))
        raise _Stopped


def _unseen_words(code: str) -> tuple[str, str]:
    return phrase("a sign that nobody can see (%(code)s)", code=code), _AGAIN


_BEGINNING = phrase('Its first lines are "agora: 1" and "kind: service", each in the first column.')
_AGAIN = phrase("Delete it and type it again.")

"""One file: text to `Loaded`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from casetypes.definitions.loader.fragments import Merger
from casetypes.definitions.loader.loaded import Loaded
from casetypes.definitions.loader.reading import Document, read_bytes, read_text
from casetypes.definitions.loader.validation import validate
from casetypes.definitions.problems import Problem, did_you_mean, phrase
from casetypes.definitions.schema import city, imports, service, sign_on

KINDS: dict[str, type[BaseModel]] = {
    "service": service.Service,
    "city": city.City,
    "desks": city.Desks,
    "calendars": city.Calendars,
    "messages": city.Messages,
    "fragment": city.Fragment,
    "import": imports.Import,
    "sign_on": sign_on.SignOn,
}


def load_text(text: str, file: str, fragments: Mapping[str, Loaded] | None = None) -> Loaded:
    """Load a definition from text, such as a draft of the CMS. Never raises: look at `problems`.

    `file` names it in problems; `fragments` (by `key@version`) are those a service may use.
    """
    return load_document(read_text(text, file), fragments or {})


def load_path(path: Path, *, name: str = "", fragments: Mapping[str, Loaded] | None = None) -> Loaded:
    """Load one file. A service finds its fragments in the folder `fragments` beside its own, unless given.

    Raises OSError when the file cannot be read.
    """
    document = read_bytes(path.read_bytes(), name or path.name)
    if fragments is None and path.parent.name == "services":
        fragments = load_fragments(path.parent.parent)
    return load_document(document, fragments or {})


def load_fragments(folder: Path) -> dict[str, Loaded]:
    """The fragments of a city's folder by `key@version`; of two with the same pin the first counts."""
    found: dict[str, Loaded] = {}
    for path in sorted((folder / "fragments").glob("*.yaml")):
        fragment = load_path(path, name=f"fragments/{path.name}", fragments={})
        found.setdefault(fragment.key, fragment)
    return found


def load_document(document: Document, fragments: Mapping[str, Loaded]) -> Loaded:
    """The rest of loading, once the text is read: kind, fragments, shape."""
    kind, problem = _kind(document)
    if kind is None or document.data is None:
        problems = (*document.problems, *([problem] if problem else []))
        return Loaded(
            document.file, "", document.text, document.data or {}, document.marks, problems=problems
        )
    merger = Merger(document.data, document.marks, fragments)
    if kind == "service":
        merger.merge()
    checked = validate(KINDS[kind], merger.data, document.marks)
    problems = (*document.problems, *merger.problems, *checked.problems)
    return Loaded(
        file=document.file,
        kind=kind,
        text=document.text,
        data=merger.data,
        marks=document.marks,
        model=None if problems else checked.model,
        partial=checked.partial,
        dropped=checked.dropped,
        problems=tuple(sorted(problems)),
        lock=merger.lock,
    )


def _kind(document: Document) -> tuple[str | None, Problem | None]:
    if document.data is None:
        return None, None
    kind: Any = document.data.get("kind")
    if isinstance(kind, str) and kind in KINDS:
        return kind, None
    missing = "kind" not in document.data
    rule = "missing-key" if missing else "wrong-type"
    message = (
        phrase('the file needs the key "kind"')
        if missing
        else phrase('there is no kind "%(kind)s"', kind=kind)
    )
    mark = document.marks.value(("kind",))
    hint = did_you_mean("" if missing else str(kind), KINDS, otherwise="Kinds")
    return None, Problem(mark.file, mark.line, mark.column, rule, message, hint)

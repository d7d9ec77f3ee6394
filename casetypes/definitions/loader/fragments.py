"""Merging fragments into a service: `use: [ubicacion@1]` brings that page, those checklists and clocks in.

The page of a fragment stands first, last, or (by default) after the service's own pages; where the service has a
page of that key, the fragment's fields stand before its own. A key that both write is a duplicate.
"""

from collections.abc import Mapping
from typing import Any

from casetypes.definitions.loader.loaded import Loaded
from casetypes.definitions.loader.marks import DataPath, SourceMap
from casetypes.definitions.problems import Problem, did_you_mean, phrase
from casetypes.kernel.hashing import sha256_hex

Fragments = Mapping[str, Loaded]
Data = dict[str, Any]


def _version(pin: str) -> int:
    version = pin.partition("@")[2]
    return int(version) if version.isdecimal() else 0


class Merger:
    """Merges into a copy of a service's data; positions of what came in point to the fragment's file.

    Branches are shared with the fragments' data: nobody writes into loaded data.
    """

    def __init__(self, data: Data, marks: SourceMap, fragments: Fragments) -> None:
        self.data = {**data, "form": dict(data["form"])} if isinstance(data.get("form"), dict) else dict(data)
        self.marks = marks
        self.fragments = fragments
        self.problems: list[Problem] = []
        self.lock: dict[str, str] = {}
        self.firsts: list[str] = []
        self.lasts: list[str] = []

    def merge(self) -> None:
        pins = self.data.get("use")
        for index, pin in enumerate(pins if isinstance(pins, list) else []):
            fragment = self.fragments.get(pin) if isinstance(pin, str) else None
            if fragment is not None:
                self.lock[pin] = sha256_hex(fragment.canonical.encode())
                self._bring_in(fragment)
            elif isinstance(pin, str) and "@" in pin:
                self._report(
                    ("use", index),
                    "unknown-fragment",
                    phrase('there is no fragment "%(pin)s"', pin=pin),
                    did_you_mean(pin, self.fragments, otherwise="Fragments"),
                )
                self._bring_another(pin)

    def _bring_another(self, pin: str) -> None:
        """Another version of a fragment that is not there: what it brings is then not missed as well."""
        name = pin.partition("@")[0]
        versions = [each for each in self.fragments if each.partition("@")[0] == name]
        if versions:
            self._bring_in(self.fragments[max(versions, key=_version)])

    def _bring_in(self, fragment: Loaded) -> None:
        if isinstance(page := fragment.data.get("page"), dict):
            self._bring_page(fragment, page)
        for section in ("checklists", "clocks"):
            entries = fragment.data.get(section)
            for key, entry in entries.items() if isinstance(entries, dict) else ():
                self._bring_entry(fragment, (section, key), entry)

    def _bring_page(self, fragment: Loaded, page: Data) -> None:
        form = self.data.get("form")
        if not isinstance(form, dict) or not isinstance(page.get("key"), str):
            return
        key = page["key"]
        shown = {name: page[name] for name in ("title", "intro", "when") if name in page}
        fields = fragment.data.get("fields")
        own = form.get(key)
        if isinstance(own, dict):
            form[key] = {
                **shown,
                **own,
                "fields": self._joined_fields(fragment, key, fields, own.get("fields")),
            }
        else:
            form[key] = {**shown, "fields": fields}
            self._place(key, first=page.get("first") is True, last=page.get("last") is True)
        self.marks.graft(fragment.marks, ("page",), ("form", key))
        self.marks.graft(fragment.marks, ("fields",), ("form", key, "fields"))

    def _joined_fields(self, fragment: Loaded, page: str, theirs: Any, own: Any) -> Any:
        if not isinstance(theirs, dict) or not isinstance(own, dict):
            return own
        for key in theirs.keys() & own.keys():
            self._report_twice(fragment, ("form", page, "fields", key))
        return {**theirs, **own}

    def _place(self, key: str, *, first: bool, last: bool) -> None:
        """Put the page that was just appended where its fragment wants it; firsts and lasts keep `use` order."""
        form = self.data["form"]
        if first:
            self.firsts.append(key)
        elif last:
            self.lasts.append(key)
        middle = [name for name in form if name not in self.firsts and name not in self.lasts]
        self.data["form"] = {name: form[name] for name in (*self.firsts, *middle, *self.lasts)}

    def _bring_entry(self, fragment: Loaded, path: DataPath, entry: Any) -> None:
        section, key = str(path[0]), path[1]
        mine = self.data.get(section) or {}
        if not isinstance(mine, dict):
            return
        if key in mine:
            self._report_twice(fragment, path)
            return
        self.data[section] = {**mine, key: entry}
        self.marks.graft(fragment.marks, path, path)

    def _report_twice(self, fragment: Loaded, path: DataPath) -> None:
        hint = phrase("Rename it here, or leave the fragment out.")
        self._report(
            path,
            "duplicate-key",
            phrase('"%(path)s" also comes with the fragment %(file)s', path=path[-1], file=fragment.file),
            hint,
        )

    def _report(self, path: DataPath, rule: str, message: str, hint: str) -> None:
        mark = self.marks.value(path) if rule == "unknown-fragment" else self.marks.key(path)
        self.problems.append(Problem(mark.file, mark.line, mark.column, rule, message, hint))

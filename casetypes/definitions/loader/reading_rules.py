"""The rules that loading itself enforces, in a sentence each. Rules of meaning are modules of `linter.rules`."""

READING_RULES = {
    "yaml-syntax": "Not YAML as definitions use it: a slip of quotes, braces or indent, a tag, two documents.",
    "duplicate-key": "A key is written twice in one mapping, by two files, or by a service and a fragment it uses.",
    "yaml-alias": "Anchors and aliases are not part of the language; shared parts are fragments.",
    "file-too-large": "A definition has at most 256 KiB.",
    "unknown-key": "A key that the language does not have at that place.",
    "missing-key": "A key that the language asks for at that place is not there.",
    "wrong-type": "A value of the wrong kind: text for a number, a word that is none of those allowed, no valid span.",
    "bad-key": "A key of your own that is no key: lower-case letters, digits and _, beginning with a letter.",
    "unknown-fragment": "`use` pins a fragment, or a version of it, that the city does not have.",
    "unknown-effect": "`do` names an effect that does not exist.",
    "unsafe-pattern": "A regular expression that can take for ever on a hostile text.",
    "confidential-changed": "A service that was published open becomes confidential, or the other way round.",
    "removed-without-migration": "A new version takes away what running cases hold, without saying where they go.",
}

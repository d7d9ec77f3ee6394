"""The rules that loading itself enforces. Rules of meaning are modules of `linter.rules`.

`bad-key` and `unknown-effect` speak here too; their pages stand with the module that says the rest of them.
"""

from casetypes.definitions.problems import phrase
from casetypes.definitions.rule_page import RulePage

_PAGES = (
    RulePage(
        rule="yaml-syntax",
        title=phrase("The text cannot be read here"),
        why=phrase(
            "A quote, brace, tab or indent is not as YAML wants it, so nothing behind it can be understood."
        ),
        mend=phrase(
            "Go to the line, read the hint, and look at the line above too: the slip is often there. "
            "Texts with ?, :, # or braces go in quotes."
        ),
        bad="title: {es: Bache, en: Pothole▸: hole}",
        good='title: {es: Bache, en: "Pothole: hole"}',
        raw=True,
    ),
    RulePage(
        rule="duplicate-key",
        title=phrase("The same key twice"),
        why=phrase(
            "Of two equal keys only one can count, and nobody sees which. The first is kept; the "
            "other would be lost."
        ),
        mend=phrase(
            "Remove one, or rename it. A key that also comes with a fragment is renamed in the service."
        ),
        bad="title: {es: Bache, ▸es: Hoyo, en: Pothole}",
        good="title: {es: Bache, en: Pothole}",
        raw=True,
    ),
    RulePage(
        rule="yaml-alias",
        title=phrase("An anchor or alias of YAML, which is not allowed"),
        why=phrase(
            "Anchors (&), aliases (*) and tags (!) of YAML make a file mean something that is not "
            "written where one reads it, and can make a small file enormous."
        ),
        mend=phrase(
            "Write the value out, or share it as a fragment with its own version. A text that begins "
            "with & or * goes in quotes."
        ),
        bad="title: ▸&nombre {es: Bache, en: Pothole}",
        good="title: {es: Bache, en: Pothole}",
        raw=True,
    ),
    RulePage(
        rule="file-too-large",
        title=phrase("The text is too long"),
        why=phrase("A definition has at most 256 KiB: nobody can read and answer for a longer one."),
        mend=phrase("Move shared pages, checklists and clocks into fragments, or make two services of it."),
        bad=f"# {'a text that nobody reads to its end ' * 8000}",
        good="# a short comment",
        raw=True,
    ),
    RulePage(
        rule="unknown-key",
        title=phrase("A key that does not exist"),
        why=phrase("The language has no such key at this place, so what stands behind it would do nothing."),
        mend=phrase("Look at the hint: it names the nearest key, or all keys of this place."),
        bad="▸color: rojo",
        good="summary: {es: Hoyo en la calle., en: A hole in the road.}",
    ),
    RulePage(
        rule="missing-key",
        title=phrase("A key is missing"),
        why=phrase("Something that every entry of this kind needs is not there."),
        mend=phrase(
            "Write the key. The example of the service in workflows_yaml/README.md has each of them."
        ),
        bad="priority: [▸{when: form.urgente}, {is: normal}]",
        good="priority: [{when: form.urgente, is: high}, {is: normal}]",
    ),
    RulePage(
        rule="wrong-type",
        title=phrase("A value of another kind"),
        why=phrase(
            "The value is of another kind than its place needs: a text for a number, a word that is "
            "none of those allowed, a span that is no span."
        ),
        mend=phrase(
            "Write it as the hint shows. Numbers, true and false go without quotes; texts that look "
            "like one of them go in quotes."
        ),
        bad="priority: [{is: ▸urgente}]",
        good="priority: [{is: high}]",
    ),
    RulePage(
        rule="unknown-fragment",
        title=phrase("A fragment that does not exist"),
        why=phrase(
            "`use` pins a fragment, or a version of it, that the city does not have, so its page "
            "would be missing from the form."
        ),
        mend=phrase("Name one of the folder fragments with its version, such as ubicacion@1."),
        bad="use: [ubicacion@1, ▸privacidad@9]",
        good="use: [ubicacion@1]",
    ),
    RulePage(
        rule="unsafe-pattern",
        title=phrase("A pattern that could take for ever"),
        why=phrase(
            "Some patterns take minutes on a text that somebody wrote to hurt: a repetition inside a "
            "repetition tries every way to divide the text."
        ),
        mend=phrase("Say how many there may be ({1,4} instead of +), or take one of the repetitions out."),
        bad="form: {problema: {fields: {placa: {type: text, pattern: ▸'([A-Z]+)+', label: {es: Placa, en: Plate}}}}}",
        good="form: {problema: {fields: {placa: {type: text, pattern: '[A-Z]{5,8}', label: {es: Placa, en: Plate}}}}}",
    ),
)
READING_RULES: dict[str, RulePage] = {page.rule: page for page in _PAGES}

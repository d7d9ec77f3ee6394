"""A fragment says something else under a version that was published. Compared with what is live by
`definitions.checking`, when a city is published."""

from casetypes.definitions.problems import phrase

RULE = "fragment-changed"
TITLE = phrase("A published part changed under its number")
WHY = phrase(
    "Services have pinned that version of the fragment. What it asks cannot become another question under them."
)
MEND = phrase(
    "Write the change as the next version in a file beside it; services take it when their pin names it."
)
SPEAKER = "publish"
FILE = "fragments/ubicacion"
GOOD = "version: 2\npage: {title: {es: ¿En dónde?, en: Where?}}"
BAD = "version: ▸1\npage: {title: {es: ¿En dónde?, en: Where?}}"

"""A new version takes away a state or a field that running cases may hold. Compared with the live version by
`definitions.checking`, when a definition is checked for publishing."""

from casetypes.definitions.problems import phrase

RULE = "removed-without-migration"
TITLE = phrase("Something running cases need is taken away")
WHY = phrase(
    "Running cases may stand in a state, or hold an answer, that the new version takes away. Without "
    "a rule nobody knows what becomes of them."
)
MEND = phrase(
    'Say where they go under migrate, in the words of the version that is live: migrate: {"from 2": '
    "{states: {inspeccion: programado}}}."
)
SPEAKER = "publish"
GOOD = "migrate: {from 1: {fields: {ancho_m: tamano}}}\nform: {problema: {fields: {ancho_m: null}}}"
BAD = "▸form: {problema: {fields: {ancho_m: null}}}"

"""A service that was published open becomes confidential, or the other way round. Compared with the live version by
`definitions.checking`, when a definition is checked for publishing."""

from casetypes.definitions.problems import phrase

RULE = "confidential-changed"
TITLE = phrase("A service cannot become confidential, or stop being so")
WHY = phrase(
    "Whoever reported was promised one thing. A published service cannot stop being confidential, and"
    " an open one cannot become it after others read its cases."
)
MEND = phrase("Begin another service with a key of its own and close this one.")
SPEAKER = "publish"
GOOD = "confidential: false"
BAD = "{▸confidential: true, readers: [control_desk], public: {show: [], map: hidden}}"

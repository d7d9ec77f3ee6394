"""A scenario that the engine ran and that ended otherwise. Found by `definitions test` and by publishing, which run
scenarios; nothing is found here."""

from casetypes.definitions.problems import phrase

RULE = "scenario-failed"
TITLE = phrase("A scenario does not end as it says")
WHY = phrase(
    "A scenario is a promise about the service, told step by step. The engine ran it, and something "
    "else happened."
)
MEND = phrase(
    "Read which step failed and why. Mend the service when the scenario is right; mend the scenario "
    "when the rule was meant to change."
)
SPEAKER = "test"
GOOD = """
scenarios:
  se rechaza:
    given: {tamano: 12, urgente: false, correo: ana@example.org, aviso: true}
    steps: [{by: control_desk, do: rechazar, expect: {state: improcedente}}]
"""
BAD = """
scenarios:
  se rechaza:
    given: {tamano: 12, urgente: false, correo: ana@example.org, aviso: true}
    steps: [{by: control_desk, do: rechazar, expect: {state: ▸resuelto}}]
"""

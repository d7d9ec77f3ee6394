"""Guards: what must hold before a transition. One file each; every refusal is a sentence for the person.

To add one: write `check(attempt) -> list[str]`, register it, and add its module to the list below.
"""

from collections.abc import Callable

from casetypes.cases.attempt import Attempt

Guard = Callable[[Attempt], list[str]]
MODULES = ("role", "another_person", "in_time", "requirements")

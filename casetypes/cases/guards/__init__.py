"""Guards: what must hold before a transition. One file each; every refusal is a sentence for the person.

To add one: write `check(attempt) -> list[str]`, register it, and add its module to the list below.
"""

from importlib import import_module

MODULES = ("role", "another_person", "in_time", "requirements", "destination", "open_children", "capacity")


def load() -> None:
    for module in MODULES:
        import_module(f"{__name__}.{module}")

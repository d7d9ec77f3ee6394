"""Effects of this room: refer, set, child_case, advance, draw. Other rooms keep theirs in their own `effects/`.

To add one: write the argument model and the handler in one file, register them, list the module below.
"""

from importlib import import_module

MODULES = ("refer", "set_answer", "child_case", "advance", "draw", "reserved")


def load() -> None:
    for module in MODULES:
        import_module(f"{__name__}.{module}")

"""Channels: how words travel. One adapter per file, registered in `kernel.registry.channels`.

An adapter sends one prepared message and knows nothing of cases. To add one: subclass `base.Channel`,
register it, and add its module to the list below.
"""

from importlib import import_module

MODULES = ("email",)


def load() -> None:
    for module in MODULES:
        import_module(f"{__name__}.{module}")

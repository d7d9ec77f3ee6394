"""Channels: how words travel. One adapter per file, registered in `kernel.registry.channels`.

An adapter sends one prepared message and knows nothing of cases; text messages, which cost money, have a ledger
(`texts_sent`) and a cap. To add one: subclass `base.Channel`,
register it, and add its module to the list below.
"""

from importlib import import_module

MODULES = ("email", "sms")


def load() -> None:
    for module in MODULES:
        import_module(f"{__name__}.{module}")

"""Registries: how plugins (field types, effects, guards, channels) become known without being imported.

A plugin is one file that registers itself and one line in its room's explicit list. The pure part of
`definitions` reads these registries and therefore needs no Django.
"""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar, overload

from casetypes.kernel.errors import NotFound
from casetypes.kernel.text import closest

T = TypeVar("T")


class NotRegistered(NotFound, KeyError):
    """Nothing of that kind has that key; `extra` holds kind, key and suggestion (or None)."""

    code = "not-registered"


class Registry(Generic[T]):
    """Values of one kind by key, in the order in which they registered.

    >>> effects.register("notify", handler)        # directly
    >>> @effects.register("notify")                # or as a decorator of a class or function
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._values: dict[str, T] = {}

    @overload
    def register(self, key: str, value: T) -> T: ...
    @overload
    def register(self, key: str) -> Callable[[T], T]: ...
    def register(self, key: str, value: T | None = None) -> T | Callable[[T], T]:
        """Enter a value. The same value twice is a no-op; another one under a taken key raises ValueError."""
        if value is None:
            return lambda decorated: self._enter(key, decorated)
        return self._enter(key, value)

    def _enter(self, key: str, value: T) -> T:
        if self._values.setdefault(key, value) is not value:
            raise ValueError(f'{self.kind} "{key}" is already registered; give this one another key')
        return value

    def get(self, key: str) -> T:
        """The value; raises NotRegistered (a NotFound and a KeyError) that suggests the nearest key."""
        try:
            return self._values[key]
        except KeyError:
            suggestion = closest(key, self._values)
            hint = f' Did you mean "{suggestion}"?' if suggestion else ""
            raise NotRegistered(
                f'There is no {self.kind} "{key}".{hint}',
                extra={"kind": self.kind, "key": key, "suggestion": suggestion},
            ) from None

    def keys(self) -> list[str]:
        return list(self._values)

    def items(self) -> list[tuple[str, T]]:
        return list(self._values.items())

    def __contains__(self, key: object) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self._values)


# What a value offers is the contract of the room that fills the registry: forms, cases, channels.
field_types: Registry[Any] = Registry("field type")
effects: Registry[Any] = Registry("effect")
guards: Registry[Any] = Registry("guard")
channels: Registry[Any] = Registry("channel")

# Sub-commands of `manage.py definitions` by name; see `casetypes.definitions.commands` for what a module offers.
definition_commands: Registry[Any] = Registry("command of definitions")

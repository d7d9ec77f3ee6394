"""Who reads the answer to a field of the form, and who corrects it, as `access` of the definition says."""

from collections.abc import Collection
from functools import cached_property

from casetypes.definitions.schema.service import Service
from casetypes.kernel.registry import field_types

# At the own desk, where `access` says nothing of it.
CORRECTORS = ("agent", "control_desk")
READS_PERSONAL = frozenset({"agent", "control_desk", "supervisor"})


class FieldRights:
    """The part of a compiled service that tells them."""

    spec: Service

    def field_readers(self, field_key: str, state: str) -> frozenset[str] | None:
        """Roles that `access` lets read a field while the case is in a state; None when it says nothing of it."""
        if self.is_open(field_key):
            return None
        listed = self.spec.access[field_key]
        return frozenset((*listed.read, *listed.states.get(state, ())))

    def may_read(self, field_key: str, roles: Collection[str], state: str, *, unlisted: bool = True) -> bool:
        """Whether one of these roles reads a field in a state; `unlisted` answers where `access` says nothing."""
        readers = self.field_readers(field_key, state)
        return unlisted if readers is None else not readers.isdisjoint(roles)

    def is_open(self, field_key: str) -> bool:
        """Whether `access` keeps the answer to a field for nobody."""
        listed = self.spec.access.get(field_key)
        return listed is None or not (listed.read or listed.states)

    @cached_property
    def correctable(self) -> frozenset[str]:
        """Fields of the form whose answers staff may correct at all: questions to the person who reported, but for
        files and consents, which are theirs; none of a confidential service."""
        if self.spec.confidential:
            return frozenset()
        asked = (page.fields for page in self.spec.form.values() if not page.by_office)
        return frozenset(
            key
            for fields in asked
            for key, options in fields.items()
            if options.asks and field_types.get(options.type).correctable
        )

    def field_writers(self, field_key: str, state: str) -> tuple[str, ...]:
        """Roles that correct the answer to a field while the case is in a state, as far as they read it; () where
        nobody does."""
        listed = self.spec.access.get(field_key)
        named = listed.write_in if listed else None
        open_now = state in named if named is not None else not self.spec.states[state].final
        if field_key not in self.correctable or not open_now:
            return ()
        return CORRECTORS if listed is None or listed.write is None else tuple(listed.write)

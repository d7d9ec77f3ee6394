"""What the mapping says of columns: single ones, several joined, and values translated."""

from casetypes.definitions.schema.imports import FieldColumn, Import, ServiceMap
from casetypes.intake.imports.reading import Row

Source = str | list[str] | FieldColumn


def named(spec: Import) -> list[str]:
    """Every column that the mapping names, in the order of its keys."""
    service = spec.service.levels if isinstance(spec.service, ServiceMap) else []
    state = [spec.state.column] if spec.state else []
    fields = [column for source in spec.fields.values() for column in _of(source)]
    place = [*spec.location, *listed(spec.zone), *listed(spec.address)]
    return [
        *service, *listed(spec.id), *listed(spec.opened_at), *listed(spec.closed_at), *place, *fields, *state,
    ]  # fmt: skip


def listed(columns: str | list[str] | None) -> list[str]:
    if columns is None:
        return []
    return [columns] if isinstance(columns, str) else columns


def joined(row: Row, columns: str | list[str] | None, between: str = " ") -> str:
    """The values of one or several columns; "" unless the first one is there."""
    values = [row[column] for column in listed(columns)]
    return between.join(filter(None, values)) if values and values[0] else ""


def _of(source: Source) -> list[str]:
    return [source.column] if isinstance(source, FieldColumn) else listed(source)

"""What every field has in common; each field type adds its own options in forms/types/<type>.py."""

from typing import Annotated, Any, ClassVar

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import core_schema

from casetypes.definitions.schema.base import Key, Model, Texts
from casetypes.definitions.schema.references import Condition
from casetypes.kernel.registry import field_types

Points = int | dict[Key, int]


class FieldOptions(Model):
    """Keys that any field may carry. `personal` answers are stored apart and encrypted. `points` count towards the
    score of a checklist: for a yes, for each of a number, or by option.

    A field type subclasses this with `type: Literal["<its name>"]` and registers itself.
    """

    personal_by_nature: ClassVar[bool] = False

    type: str
    label: Texts = Field(default_factory=dict)
    help: Texts = Field(default_factory=dict)
    required: bool = False
    personal: bool = False
    when: Condition | None = None
    evidence: Key | None = None
    must_be: bool | None = None
    points: Points | None = None
    many: int | None = Field(default=None, ge=1, le=20)

    @property
    def is_personal(self) -> bool:
        return self.personal or self.personal_by_nature

    @property
    def asks(self) -> bool:
        """False for `note`, which shows a text and takes no answer."""
        return True

    @property
    def goes_with_personal(self) -> bool:
        """True for a consent that is asked only of who answers something personal."""
        return False


class RegisteredUnion:
    """A tagged union over the field types registered when the schema is built."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        choices = {
            key: handler.generate_schema(field_type.Options)
            for key, field_type in sorted(field_types.items())
        }
        return core_schema.tagged_union_schema(choices, discriminator="type")


AnyField = Annotated[FieldOptions, RegisteredUnion()]

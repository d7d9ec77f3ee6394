"""The field types of the language, one file each; this list is what makes them known."""

from casetypes.forms.field_type import FieldType
from casetypes.forms.types.address import Address
from casetypes.forms.types.asset import Asset
from casetypes.forms.types.audio import Audio
from casetypes.forms.types.boolean import Boolean
from casetypes.forms.types.choice import Choice
from casetypes.forms.types.choices import Choices
from casetypes.forms.types.consent import Consent
from casetypes.forms.types.crew import Crew
from casetypes.forms.types.curp import Curp
from casetypes.forms.types.date import Date
from casetypes.forms.types.datetime import Datetime
from casetypes.forms.types.decimal import Decimal
from casetypes.forms.types.desk import Desk
from casetypes.forms.types.document import Document
from casetypes.forms.types.email import Email
from casetypes.forms.types.group import Group
from casetypes.forms.types.integer import Integer
from casetypes.forms.types.location import Location
from casetypes.forms.types.long_text import LongText
from casetypes.forms.types.money import Money
from casetypes.forms.types.note import Note
from casetypes.forms.types.phone import Phone
from casetypes.forms.types.photo import Photo
from casetypes.forms.types.postal_code import PostalCode
from casetypes.forms.types.provider import Provider
from casetypes.forms.types.signature import Signature
from casetypes.forms.types.text import Text
from casetypes.forms.types.time import Time
from casetypes.forms.types.video import Video
from casetypes.forms.types.zone import ZoneType
from casetypes.kernel.registry import field_types

ALL: tuple[type[FieldType], ...] = (
    Text,
    LongText,
    Integer,
    Decimal,
    Money,
    Boolean,
    Date,
    Time,
    Datetime,
    Choice,
    Choices,
    Email,
    Phone,
    Curp,
    PostalCode,
    Location,
    Address,
    ZoneType,
    Asset,
    Crew,
    Desk,
    Provider,
    Photo,
    Video,
    Audio,
    Document,
    Signature,
    Group,
    Consent,
    Note,
)


def register_all() -> None:
    """Enter every field type in the kernel's registry; safe to call again."""
    for field_type in ALL:
        if field_type.name not in field_types:
            field_types.register(field_type.name, field_type())

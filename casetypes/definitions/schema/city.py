"""The other files of a city: city, desks, calendars, messages, fragments."""

from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, StringConstraints

from casetypes.definitions.schema.base import Document, Key, Language, Model, Slug, SpanText, Texts, readable
from casetypes.definitions.schema.fields import AnyField
from casetypes.definitions.schema.references import (
    CalendarKey,
    Condition,
    DepartmentKey,
    DeskKey,
    RightName,
    RoleName,
    ZoneKey,
)
from casetypes.definitions.schema.service import Target
from casetypes.kernel import clock
from casetypes.kernel.business_time.hours import parse_closure, parse_hours
from casetypes.kernel.phrases import phrase

Audience = Literal["reporter", "desk", "assignee", "supervisor", "followers", "control_desk", "agent", "crew"]
CrewKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]


def known_time_zone(name: str) -> str:
    try:
        clock.zone(name)
    except (ZoneInfoNotFoundError, ValueError):
        message = phrase('there is no time zone "%(name)s"; write for example America/Monterrey', name=name)
        raise ValueError(message) from None
    return name


def _degrees(value: float, limit: int, name: str) -> float:
    if not -limit <= value <= limit:
        raise ValueError(
            phrase(
                "a %(name)s lies between -%(limit)s and %(limit)s; write [latitude, longitude], for example "
                "[25.5393, -103.4602]",
                name=name,
                limit=limit,
            )
        )
    return value


Latitude = Annotated[float, AfterValidator(lambda value: _degrees(value, 90, phrase("latitude")))]
Longitude = Annotated[float, AfterValidator(lambda value: _degrees(value, 180, phrase("longitude")))]


class ZoneSource(Model):
    names: Literal["postal_codes"] | list[str] | None = None
    state: str | None = None
    municipality: str | None = None
    file: str | None = None
    key: str | None = None
    name: str | None = None
    postal_code: str | None = None


class LegalBasis(Model):
    """A law the quarterly report rests on: `name` stands on the cover, what it `orders` beside the hash."""

    name: Texts
    orders: Texts = Field(default_factory=dict)


class ReportSpec(Model):
    basis: list[LegalBasis] = Field(default_factory=list)


class ReadingPurpose(Model):
    """What personal data may be read for. `asks`: nothing, the `number` of an order, or the `reason` in words."""

    title: Texts = Field(min_length=1)
    asks: Literal["nothing", "number", "reason"] = "nothing"


class City(Model):
    agora: Literal[1]
    kind: Literal["city"]
    key: Slug
    name: Texts
    locale: str
    languages: list[Language] = Field(min_length=1)
    time_zone: Annotated[str, AfterValidator(known_time_zone)]
    boundary: str | None = None
    center: tuple[Latitude, Longitude] | None = None
    zoom: int | None = Field(default=None, ge=5, le=18)
    zones: dict[Key, ZoneSource] = Field(default_factory=dict)
    folio: str
    categories: dict[Key, Texts] = Field(min_length=1)
    departments: dict[Slug, Texts] = Field(min_length=1)
    theme: str = "base"
    address_form: Literal["tu", "usted"] = "usted"
    contact: dict[str, str] = Field(default_factory=dict)
    targets: dict[Key, Target] = Field(default_factory=dict)
    report: ReportSpec = Field(default_factory=ReportSpec)
    reading_purposes: dict[Key, ReadingPurpose] = Field(default_factory=dict)


class Shift(Model):
    calendar: CalendarKey


class DeskSpec(Model):
    department: DepartmentKey
    name: Texts
    zones: Literal["all"] | list[ZoneKey] = "all"
    shift: Shift | None = None
    escalates_to: DeskKey | None = None
    provider: bool = False


class CrewSpec(Model):
    desk: DeskKey
    name: Texts
    zones: Literal["all"] | list[ZoneKey] = "all"
    capacity: Annotated[str, StringConstraints(pattern=r"^\d+ per (day|shift)$")] | None = None
    skills: list[Key] = Field(default_factory=list)


class Desks(Model):
    agora: Literal[1]
    kind: Literal["desks"]
    desks: dict[Slug, DeskSpec] = Field(min_length=1)
    crews: dict[CrewKey, CrewSpec] = Field(default_factory=dict)
    rights: dict[RoleName, list[RightName]] = Field(default_factory=dict)
    second_factor: list[RoleName] = Field(default_factory=list)


class Closed(Model):
    day: date | None = Field(default=None, alias="date")
    yearly: Annotated[str, StringConstraints(pattern=r"^\d\d-\d\d$")] | None = None
    name: Texts
    basis: str = ""


def _closure(closed: Closed) -> object:
    return parse_closure(closed.model_dump(by_alias=True))


HoursText = Annotated[str, StringConstraints(pattern=r"^\d\d:\d\d-\d\d:\d\d$")]


class CalendarSpec(Model):
    name: Texts = Field(default_factory=dict)
    hours: Annotated[dict[str, list[HoursText]], readable(parse_hours)]
    closed: list[Annotated[Closed, readable(_closure)]] = Field(default_factory=list)


class Calendars(Model):
    agora: Literal[1]
    kind: Literal["calendars"]
    calendars: dict[Slug, CalendarSpec] = Field(min_length=1)


class EmailTemplate(Model):
    subject: Texts
    body: Texts


class MessageTemplate(Model):
    audience: Audience = "reporter"
    critical: bool = False
    email: EmailTemplate | None = None
    short: Texts = Field(default_factory=dict)


class SurveySpec(Model):
    title: Texts = Field(default_factory=dict)
    questions: dict[Key, AnyField] = Field(min_length=1)
    open: SpanText = "14 days"


class Messages(Model):
    agora: Literal[1]
    kind: Literal["messages"]
    messages: dict[Key, MessageTemplate] = Field(default_factory=dict)
    surveys: dict[Key, SurveySpec] = Field(default_factory=dict)


class FragmentPage(Model):
    key: Key
    title: Texts
    intro: Texts = Field(default_factory=dict)
    when: Condition | None = None
    first: bool = False
    last: bool = False


class Fragment(Model):
    """A shared piece of form, checklist or clock with a version of its own; services pin `key@version`."""

    agora: Literal[1]
    kind: Literal["fragment"]
    key: Key
    version: int = Field(ge=1)
    page: FragmentPage | None = None
    fields: dict[Key, AnyField] = Field(default_factory=dict)
    checklists: Document = Field(default_factory=dict)
    clocks: Document = Field(default_factory=dict)

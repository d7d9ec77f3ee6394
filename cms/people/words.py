"""Posts, states and days of people in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from casetypes.access.models import EndedPost, Membership
from casetypes.access.posts import today
from casetypes.access.staff import people
from casetypes.cases.role_names import role_name
from casetypes.kernel.text import pick

STATES: dict[str, Promise] = {
    "active": pgettext_lazy("person", "active"),
    "invited": pgettext_lazy("person", "invited"),
    "absent": pgettext_lazy("person", "absent today"),
    "unproven": pgettext_lazy("person", "second factor missing"),
    "ending": pgettext_lazy("person", "a post ends soon"),
    "locked": pgettext_lazy("person", "locked out for a while"),
    "gone": pgettext_lazy("person", "has left"),
}


@dataclass(frozen=True)
class PostWords:
    """A post as people read it: where, as what, from when to when. `to_come` when it has not begun."""

    pk: int
    place: str
    role: str
    days: str
    to_come: bool = False

    def __str__(self) -> str:
        told = f"{self.place} · {self.role}"
        return f"{told}, {self.days}" if self.days else told


def post(row: Membership | EndedPost) -> PostWords:
    begins, ends = row.begins_on, row.ends_on
    to_come = begins is not None and begins > today()
    return PostWords(
        row.pk, place(row), role_name(row.role_id), span(begins if to_come else None, ends), to_come
    )


def posts_of(user_id: int) -> list[PostWords]:
    """Every post of a person that has not ended. One query."""
    return [post(row) for row in people.lasting_posts([user_id])]


def past_post(row: Membership | EndedPost) -> PostWords:
    """With both of its days."""
    last = row.ends_on
    if isinstance(row, EndedPost):
        last = timezone.localdate(row.ended_at)
    return PostWords(row.pk, place(row), role_name(row.role_id), span(row.begins_on, last))


def place(row: Membership | EndedPost) -> str:
    """The desk, the crew with its desk, the department, or the whole city. Joined rows cost no query."""
    language = get_language() or "es"
    if row.crew:
        return pick(row.crew.name, language)
    if row.desk:
        return pick(row.desk.name, language)
    if row.department:
        return pick(row.department.name, language)
    return _("The whole city")


def span(begins_on: date | None, ends_on: date | None) -> str:
    """ "from 1 Dec until 31 Dec", with the year where it is another one."""
    if begins_on and ends_on:
        return _("from %(first)s until %(last)s") % {"first": day(begins_on), "last": day(ends_on)}
    if ends_on:
        return _("until %(last)s") % {"last": day(ends_on)}
    return _("from %(first)s") % {"first": day(begins_on)} if begins_on else ""


def day(value: date) -> str:
    """ "31 dic", "31 dic 2027"."""
    return date_format(value, "j M" if value.year == today().year else "j M Y").lower()


def states(keys: Iterable[str]) -> list[tuple[str, str]]:
    """(key, word); "active" is said of nobody who is anything else."""
    keys = list(keys)
    shown = [key for key in keys if key != "active"] or keys
    return [(key, str(STATES[key])) for key in shown]

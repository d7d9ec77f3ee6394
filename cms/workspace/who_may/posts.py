"""Posts of people in words: where, as what, and for whom as a deputy. Names and posts, nothing else of a person."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.access.actors import Post
from casetypes.cases.role_names import role_name
from casetypes.definitions import selectors as definitions
from casetypes.forms import directories
from casetypes.kernel.text import pick


@dataclass(frozen=True)
class PostWords:
    """`deputy_of`: the name of the absent person whose post it is; "" for a post of one's own."""

    place: str
    role: str
    deputy_of: str = ""

    def __str__(self) -> str:
        told = f"{self.role} · {self.place}"
        return f"{told} ({_('as deputy of %(name)s') % {'name': self.deputy_of}})" if self.deputy_of else told


def in_words(post: Post, names: Mapping[int, str]) -> PostWords:
    """`names` of whom somebody stands in for, by user id. No query while desks and crews are those of today."""
    deputy_of = names.get(post.standing_in_for, "") if post.standing_in_for else ""
    return PostWords(_place(post), role_name(post.role), deputy_of)


def _place(post: Post) -> str:
    language = get_language() or "es"
    if post.crew:
        return directories.crew_name(post.crew, language)
    if post.desk:
        return directories.desk_name(post.desk, language)
    if post.department:
        return pick(definitions.city().departments.get(post.department, {}), language) or post.department
    return _("The whole city")

"""Saved views: a named set of filters of one queue, kept by one person."""

from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _

from casetypes.access.actors import Actor
from casetypes.kernel.errors import Invalid
from casetypes.queues.models import SavedView

NAME_LIMIT, QUERY_LIMIT, MOST = 60, 1000, 20
NOT_KEPT = {"p", "after", "before", "_w_filter_fragment", "csrfmiddlewaretoken"}


def save_view(desk: str, *, actor: Actor, name: str, query: str) -> SavedView:
    """Keep the filters in `query` under a name; the same name again replaces it. Raises Invalid."""
    name = " ".join(name.split())
    if not name or len(name) > NAME_LIMIT:
        raise Invalid(_("Give the view a name of at most %(limit)d characters.") % {"limit": NAME_LIMIT})
    kept = urlencode([(key, value) for key, value in parse_qsl(query) if key not in NOT_KEPT])
    if len(kept) > QUERY_LIMIT:
        raise Invalid(_("These are too many filters for one view."))
    mine = SavedView.objects.filter(user_id=actor.person_id, desk=desk)
    if mine.exclude(name=name).count() >= MOST:
        raise Invalid(_("You have %(most)d views of this queue. Delete one first.") % {"most": MOST})
    view, _new = SavedView.objects.update_or_create(
        user_id=actor.person_id, desk=desk, name=name, defaults={"query": kept}
    )
    return view


def delete_view(desk: str, view_id: int, *, actor: Actor) -> None:
    """Only one's own; deleting one that is gone does nothing."""
    SavedView.objects.filter(pk=view_id, desk=desk, user_id=actor.person_id).delete()

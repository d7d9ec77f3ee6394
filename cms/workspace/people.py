"""Who is asking, once per request."""

from django.http import HttpRequest

from casetypes.access.actors import Actor, for_user


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in member of staff with every post they hold; read once per request."""
    known: Actor | None = getattr(request, "agora_actor", None)
    if known is None:
        known = for_user(request.user)  # type: ignore[arg-type]
        request.agora_actor = known  # type: ignore[attr-defined]
    return known

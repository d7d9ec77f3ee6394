"""Tokens by which a member of staff calls the API: issued (shown once), listed, revoked. Only digests are kept."""

import secrets
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.access.models import ApiToken, User
from casetypes.access.policies import YES, Decision, no, rule
from casetypes.access.posts import today
from casetypes.audit import services as audit
from casetypes.kernel import clock
from casetypes.kernel.errors import Invalid, NotFound
from casetypes.kernel.hashing import sha256_hex

PREFIX, CITY_ENDS = "agora_", "."  # neither a city's key nor a secret has a dot


@rule("token.issue")
def may_issue(actor: Actor, user: User | None = None) -> Decision:
    """A token acts as its person, and whoever issues it has seen it. So it is issued by that person, or for the system
    of a provider by who manages people: nobody may borrow rights of a colleague by a token."""
    if actor.kind == "system" or actor.has_right("everything"):
        return YES
    if not policies.may(actor, "people.manage"):
        return policies.may(actor, "people.manage")
    if user is None or user.pk == actor.user_id or _is_of_provider(user):
        return YES
    return no(
        _(
            "A token acts as its person: they issue it themselves. For others only tokens of providers' systems."
        )
    )


def _is_of_provider(user: User) -> bool:
    """Whether all their posts are at desks of providers. One query."""
    posts = user.memberships.values_list("desk__provider", "crew__desk__provider")
    return bool(posts) and all(desk or of_crew for desk, of_crew in posts)


def issue(user: User, label: str, *, ends_on: date | None = None, again: bool = False, actor: Actor) -> str:
    """A new token, which opens nothing after its last day (None: no end); it is told this once. `again`: also beside
    one of the same name, where nothing is sent twice by accident. Raises NotAllowed, Invalid."""
    policies.require(actor, "token.issue", user)
    if ends_on is not None and ends_on < today():
        raise Invalid(fields={"ends_on": [_("The last day is today or later.")]})
    if not label.strip():
        raise Invalid(fields={"label": [_("Say what the token is for.")]})
    if not user.is_active:
        raise Invalid(fields={"label": [_("The person has left.")]})
    secret = f"{PREFIX}{settings.CITY}{CITY_ENDS}{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        if not again:
            _refuse_a_second(user, label.strip()[:100])
        row = ApiToken.objects.create(
            user=user, label=label.strip()[:100], digest=digest(secret), ends_on=ends_on
        )
        _record("access.issue_token", row, actor)
    return secret


def _refuse_a_second(user: User, label: str) -> None:
    """A page that is sent again, by a reload or a double click, issues no second token that nobody knows of."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    living = ApiToken.objects.filter(user=user, label=label, revoked_at=None)
    if living.exclude(ends_on__lt=today()).exists():
        words = _(
            "A token of this name exists already, and it was shown only once. Revoke it, or choose another name."
        )
        raise Invalid(fields={"label": [words]})


def revoke(pk: int, *, actor: Actor) -> ApiToken:
    """It opens nothing from now on; one's own without any right. Raises NotFound, NotAllowed."""
    with transaction.atomic():
        row = ApiToken.objects.select_for_update().filter(pk=pk, revoked_at=None).first()
        if row is None:
            raise NotFound(_("This token is revoked already."))
        if row.user_id != actor.user_id:
            policies.require(actor, "people.manage")
        row.revoked_at = clock.now()
        row.save(update_fields=["revoked_at"])
        _record("access.revoke_token", row, actor)
    return row


def revoke_all(user: User, *, actor: Actor) -> int:
    """Every token of a person, in the caller's transaction; how many there were."""
    rows = list(ApiToken.objects.filter(user=user, revoked_at=None))
    ApiToken.objects.filter(pk__in=[row.pk for row in rows]).update(revoked_at=clock.now())
    for row in rows:
        _record("access.revoke_token", row, actor)
    return len(rows)


def of_person(user: User) -> Sequence[ApiToken]:
    """Newest first, revoked ones at the end."""
    return list(ApiToken.objects.filter(user=user).order_by("-revoked_at", "-created_at"))


def of_another_city(secret: str) -> bool:
    """Whether a token says of itself that it is another city's. Its text alone is looked at: nobody learns from the
    answer what they did not send."""
    city, dot, _rest = secret.removeprefix(PREFIX).partition(CITY_ENDS)
    return bool(dot) and secret.startswith(PREFIX) and city != settings.CITY


def digest(secret: str) -> str:
    """What the database keeps of a token."""
    return sha256_hex(secret.encode())


def _record(action: str, row: ApiToken, actor: Actor) -> None:
    label = actor.label(actor.role_with("manage_people"))
    audit.record(action=action, actor=label, subject=f"user:{row.user_id}", data={"token": row.pk})

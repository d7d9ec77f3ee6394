"""Why a sign-in by a provider does not come to pass: what the person reads, and the word that the log keeps."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casetypes.kernel.errors import DomainError


class SignOnRefused(DomainError):
    """`title` heads the page; `because` is for the log: what was wrong, never a value that was sent."""

    code = "sign-on-refused"
    title: ClassVar[Promise] = _("You could not be signed in")
    text: ClassVar[Promise] = _("Please start again.")

    def __init__(self, because: str = "") -> None:
        super().__init__(self.text)
        self.because = because or self.code


class StaleAnswer(SignOnRefused):
    """An answer that this browser did not ask for, or that was used already, or is too old."""

    code = "sign-on-stale"
    text = _(
        "This sign-in was not begun in this browser, has been used already or took too long. Nothing happened: start "
        "again from the sign-in page."
    )


class Untrusted(SignOnRefused):
    """What came back is not provably the provider's word about this sign-in."""

    code = "sign-on-untrusted"
    text = _(
        "The answer of the provider could not be trusted, so nobody was signed in. Start again; if it happens once "
        "more, tell whoever looks after the computers of your office."
    )


class Declined(SignOnRefused):
    """The provider says no: the person gave up there, or may not use this platform."""

    code = "sign-on-declined"
    title = _("The provider did not sign you in")
    text = _(
        "You gave up, or your account there may not enter here. You can try again, or ask who manages accounts."
    )


class ProviderAway(SignOnRefused):
    """The provider does not answer, or not in time, or not what the standard says."""

    code = "sign-on-away"
    status = 503
    title = _("The provider does not answer")
    text = _(
        "Your sign-in service cannot be reached right now. Nothing is lost: whatever you were working on is where you "
        "left it. Try again in a minute."
    )


class NoPost(SignOnRefused):
    """Known to the provider, and nobody here."""

    code = "sign-on-no-post"
    status = 403
    title = _("You have no post here yet")
    text = _(
        "Your account is right, but nobody has given you a post on this platform. Ask your administrator to invite "
        "you, or to add you to the group of your desk; then sign in again."
    )


class Departed(SignOnRefused):
    """The person's account here was closed."""

    code = "sign-on-departed"
    status = 403
    title = _("Your account here is closed")
    text = _("If this is a mistake, ask your administrator to open it again.")

"""One request of somebody who fills in a form: the service, their draft and the journey it has come to.

The draft's secret lives in a cookie of this browser (and in the link they may ask for), never on the server.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language

from casetypes.accounts import drafts as kept_drafts
from casetypes.citizens import selectors as people
from casetypes.definitions import selectors
from casetypes.definitions.compiled import CompiledService
from casetypes.evidence import selectors as evidence
from casetypes.evidence.addresses import sign_draft
from casetypes.evidence.models import Attachment
from casetypes.evidence.services import public_file
from casetypes.intake import drafts
from casetypes.intake.drafts import SavedForm
from casetypes.kernel.errors import NotFound
from cms.account.session import account_of
from cms.components.discretion import keep_quiet, mark
from cms.pages import addresses
from cms.portal import session
from cms.portal.journey import Journey
from cms.portal.parts import Thumb

COOKIE = "borrador-{slug}"
NEUTRAL_PAGE = "https://www.gob.mx/"


@dataclass
class Visit:
    """`lost`: the browser named a draft that is gone. `received` counts the files ever sent for the draft. `known`:
    of somebody signed in, what is filled in for them, by type of field."""

    slug: str
    compiled: CompiledService
    language: str
    saved: SavedForm | None = None
    lost: bool = False
    kept: dict[str, object] = field(default_factory=dict)
    visited: list[str] = field(default_factory=list)
    received: int = 0
    files: list[Attachment] = field(default_factory=list)
    known: Mapping[str, str] = field(default_factory=dict)
    cookie: str | None = None

    @property
    def service(self) -> str:
        return self.compiled.key

    @property
    def confidential(self) -> bool:
        return self.compiled.spec.confidential

    @property
    def begun(self) -> bool:
        return self.saved is not None

    @property
    def folio(self) -> str:
        """Set once the draft has become a case."""
        return self.saved.folio if self.saved else ""

    @property
    def secret(self) -> str:
        return self.saved.secret if self.saved else ""

    @property
    def draft_key(self) -> str:
        return self.saved.key if self.saved else ""

    @property
    def journey(self) -> Journey:
        """From the answers as they are now; files count by the ids of what was received."""
        return Journey(self.compiled, {**self.kept, **self.file_ids()}, frozenset(self.visited))

    def file_ids(self) -> dict[str, list[str]]:
        ids: dict[str, list[str]] = {}
        for file in self.files:
            ids.setdefault(file.field, []).append(str(file.pk))
        return ids

    def thumbs(self) -> dict[str, list[Thumb]]:
        """Photos received before, by field."""
        found: dict[str, list[Thumb]] = {}
        for file in self.files:
            found.setdefault(file.field, []).append(Thumb(str(file.pk), self._thumbnail(file), file.name))
        return found

    def _thumbnail(self, file: Attachment) -> str:
        """Its address: of a confidential report a signed one, which only this browser opens; "" without a copy."""
        copy = public_file(file)
        if copy is not None:
            return copy.thumbnail_url
        return reverse("portal:photo", args=[self.slug, sign_draft(file)]) if file.public else ""

    def begin(self) -> None:
        """The draft, made when the first answer comes."""
        if self.saved is None:
            self.saved = drafts.start(self.service, language=self.language, answers=self._content())
            self.compiled = selectors.compiled(self.saved.version_id)
            self.cookie = self.saved.secret

    def keep(self, answers: Mapping[str, object], *, done: str | None = None) -> None:
        """Store answers (None forgets one); `done` is the page they completed."""
        self.kept = {key: value for key, value in {**self.kept, **answers}.items() if value is not None}
        if done and done not in self.visited:
            self.visited.append(done)
        self.saved = drafts.save(self.secret, self._content(), language=self.language)

    def add(self, attachment: Attachment) -> None:
        self.files.append(attachment)
        self.received += 1

    def drop(self, identifier: str) -> None:
        self.files = [file for file in self.files if str(file.pk) != identifier]

    def forget(self) -> None:
        """This browser starts anew; the draft itself expires by its date."""
        self.saved, self.lost, self.kept, self.visited, self.files = None, False, {}, [], []
        self.compiled, self.received, self.cookie = _offered(self.slug), 0, ""

    def discard(self) -> None:
        """The draft and its files are deleted; what was sent already is a case and stays."""
        if self.secret and not self.folio:
            drafts.discard(self.secret)
        self.forget()

    def _content(self) -> dict[str, object]:
        return {"answers": self.kept, "visited": self.visited, "received": self.received}

    @property
    def service_url(self) -> str:
        return addresses.service(self.service)

    @property
    def start_url(self) -> str:
        return reverse("portal:report", args=[self.slug])

    @property
    def check_url(self) -> str:
        return reverse("portal:check", args=[self.slug])

    @property
    def save_url(self) -> str:
        return reverse("portal:save", args=[self.slug])

    @property
    def discard_url(self) -> str:
        return reverse("portal:discard", args=[self.slug])

    @property
    def expired_url(self) -> str:
        return reverse("portal:expired", args=[self.slug])

    def page_url(self, page: str) -> str:
        return reverse("portal:page", args=[self.slug, page.replace("_", "-")])

    def first_url(self) -> str:
        return self.page_url(self.journey.steps[0].key)

    def next_url(self) -> str:
        """The page whose turn it is: the first that is not done, or the check page."""
        step = self.journey.next_open
        return self.page_url(step.key) if step else self.check_url


View = Callable[..., HttpResponse]


def visiting(view: View) -> View:
    """Give a view `(request, visit, …)` instead of `(request, slug, …)`; keeps the cookie in step. After a quick exit
    the pages of a confidential form lead away."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str, **kwargs: object) -> HttpResponse:
        visit = open_visit(request, slug)
        if visit.confidential and session.has_left(request):
            return keep_quiet(request, redirect(NEUTRAL_PAGE))
        response = view(request, visit, **kwargs)
        _keep_for_account(request, visit)
        return keep_quiet(request, remember(request, response, visit))

    return answer


def begins_anew(view: View) -> View:
    """Around `visiting`: who begins a form here on purpose has come back after a quick exit."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str, **kwargs: object) -> HttpResponse:
        session.come_back(request)
        return view(request, slug, **kwargs)

    return answer


def open_visit(request: HttpRequest, slug: str, secret: str = "") -> Visit:
    """The visit of a service that is offered; raises Http404 for another."""
    visit = Visit(slug=slug, compiled=_offered(slug), language=get_language() or "es")
    if visit.confidential:
        mark(request)
    elif citizen := account_of(request):
        visit.known = {each.kind: each.value for each in people.addresses(citizen)}
    secret = secret or request.COOKIES.get(COOKIE.format(slug=slug), "")
    if secret:
        _load(visit, secret)
    return visit


def drafts_sent_as(request: HttpRequest, folio: str) -> list[str]:
    """Cookies of this browser whose draft has become that case: they would open it again."""
    prefix = COOKIE.format(slug="")
    return [
        name
        for name, secret in request.COOKIES.items()
        if name.startswith(prefix) and _folio(secret) == folio
    ]


def _folio(secret: str) -> str:
    """What a draft has become; empty for one that is not sent, or gone."""
    try:
        return drafts.load(secret).folio
    except NotFound:
        return ""


def _keep_for_account(request: HttpRequest, visit: Visit) -> None:
    """What is answered while signed in lies among the account's drafts; never that of a confidential service."""
    unfinished = request.method == "POST" and visit.begun and not visit.folio and not visit.confidential
    citizen = account_of(request) if unfinished else None
    if citizen is not None:
        kept_drafts.keep(citizen, digest=visit.draft_key, secret=visit.secret)


def remember(request: HttpRequest, response: HttpResponse, visit: Visit) -> HttpResponse:
    """A new secret goes into the browser's cookie until it is closed; a forgotten one leaves it."""
    name = COOKIE.format(slug=visit.slug)
    if visit.cookie:
        response.set_cookie(name, visit.cookie, httponly=True, samesite="Lax", secure=request.is_secure())
    elif visit.cookie == "":
        response.delete_cookie(name, samesite="Lax")
    return response


def _load(visit: Visit, secret: str) -> None:
    try:
        saved = drafts.load(secret)
    except NotFound:
        visit.lost = True
        return
    if saved.service != visit.service:
        visit.lost = True
        return
    content = saved.answers
    visit.saved = saved
    visit.compiled = selectors.compiled(saved.version_id)
    visit.kept = dict(content.get("answers", {}))  # type: ignore[call-overload]
    visit.visited = list(content.get("visited", []))  # type: ignore[call-overload]
    visit.received = int(content.get("received", 0))  # type: ignore[call-overload]
    visit.files = [] if saved.folio else evidence.of_draft(saved.key)


def _offered(slug: str) -> CompiledService:
    try:
        compiled = selectors.live_service(addresses.key_of(slug)).compiled
    except NotFound as error:
        raise Http404(str(error)) from error
    if not compiled.spec.for_everyone:
        raise Http404(f"{compiled.key} is opened by staff only")
    return compiled

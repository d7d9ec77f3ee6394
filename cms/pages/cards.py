"""The catalogue: every live service as a card, grouped by category, found by words without accents."""

from dataclasses import dataclass

from django.utils.translation import get_language

from casetypes.definitions import selectors
from casetypes.definitions.compiled import CompiledService
from casetypes.kernel.text import normalise, pick
from cms.pages import addresses

SMALL = """a al con de del el en es esta hay la las lo los mi no para por que se sin su un una y
an and at for in is it my of on the there to with"""


@dataclass(frozen=True)
class Card:
    """One service as a citizen sees it in a list, in the active language."""

    key: str
    title: str
    summary: str
    category: str
    category_title: str
    url: str
    report_url: str
    words: str

    def score(self, terms: list[str]) -> tuple[int, int]:
        """How many of the terms it holds, and how many of them in its title."""
        title = normalise(self.title)
        return sum(term in self.words for term in terms), sum(term in title for term in terms)


@dataclass(frozen=True)
class Group:
    """A category with its cards; `count` never 0."""

    key: str
    title: str
    cards: tuple[Card, ...]
    url: str

    @property
    def count(self) -> int:
        return len(self.cards)

    @property
    def summary(self) -> str:
        """The first services by name, for a category's tile."""
        return " · ".join(card.title for card in self.cards[:3])


@dataclass(frozen=True)
class Catalogue:
    groups: tuple[Group, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        return tuple(card for group in self.groups for card in group.cards)

    def search(self, query: str, category: str = "") -> tuple[Card, ...]:
        """Cards of the category (all when empty) that hold every word of the query, else those that hold the most of
        them; best first."""
        cards = [card for card in self.cards if category in ("", card.category)]
        terms = _terms(query)
        if not terms:
            return tuple(cards)
        scored = sorted(((card.score(terms), card) for card in cards), key=lambda pair: pair[0], reverse=True)
        most = scored[0][0][0] if scored else 0
        return tuple(card for (held, _titled), card in scored if held and held == most)


def _terms(query: str) -> list[str]:
    """The words that say something: "hoyo en la calle" is "hoyo" and "calle"."""
    words = [word for word in normalise(query).split() if word not in SMALL.split()]
    return [_stem(word) for word in words or normalise(query).split()]


def _stem(word: str) -> str:
    """Plural as typed ("baches", "luces") also finds the singular."""
    if len(word) > 4 and word.endswith("es"):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def catalogue() -> Catalogue:
    """Categories in the order of city.yaml, services by title; in the active language."""
    language = get_language() or "es"
    cards: dict[str, list[Card]] = {}
    categories = selectors.city().categories
    for service in selectors.catalogue_services():
        card = _card(service.compiled, categories, language)
        cards.setdefault(card.category, []).append(card)
    groups = (
        _group(key, pick(title, language), cards[key]) for key, title in categories.items() if key in cards
    )
    return Catalogue(tuple(groups))


def _group(key: str, title: str, cards: list[Card]) -> Group:
    ordered = tuple(sorted(cards, key=lambda card: normalise(card.title)))
    return Group(key, title, ordered, f"{addresses.page(addresses.CATALOGUE)}?categoria={key}")


def _card(compiled: CompiledService, categories: dict[str, dict[str, str]], language: str) -> Card:
    spec = compiled.spec
    title, summary = pick(spec.title, language), pick(spec.summary, language)
    category_title = pick(categories.get(spec.category, {}), language)
    every_word = [*spec.title.values(), *spec.summary.values(), category_title, *spec.about.purpose.values()]
    return Card(
        key=spec.key,
        title=title,
        summary=summary,
        category=spec.category,
        category_title=category_title,
        url=addresses.service(spec.key),
        report_url=addresses.report(spec.key),
        words=normalise(" ".join(every_word)),
    )

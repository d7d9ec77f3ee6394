"""A season of a city: many stories at once, in the order of their moments, with clocks that warn in between."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from heapq import heappop, heappush
from random import Random

from django.db import transaction

from casetypes.cases import outbox
from casetypes.cases.models import Case
from casetypes.definitions import selectors as definitions
from casetypes.definitions.schema.scenarios import Scenario
from casetypes.intake.demonstration.actors import Actors
from casetypes.intake.demonstration.story import Story
from casetypes.intake.town import Town
from casetypes.kernel import clock
from casetypes.kernel.errors import DomainError
from casetypes.sla.sweep import sweep

SWEEPS_EVERY = timedelta(days=1)
SHARE_OF_THIS_WEEK = 0.3
WEEK = 7
NEIGHBOURHOODS = 14  # the same few again and again, so that figures by zone have something to say
HOURS = (7, 8, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20, 21)


@dataclass(frozen=True)
class Performance:
    """How many cases there are now, and how many stories ended early because a service refused a step."""

    cases: int
    refused: int


@transaction.atomic
def perform(*, count: int, days: int, seed: int, told: Callable[[int], None]) -> Performance:
    """Whole or not at all. `told(n)` hears of every case that was opened. The same seed tells the same stories."""
    now, chance = clock.now(), Random(seed)
    stories = _cast(chance, count)
    queue: list[tuple[datetime, int]] = []
    for number in range(len(stories)):
        heappush(queue, (_moment(chance, now, days), number))
    refused, opened, swept = 0, 0, now - timedelta(days=days)
    while queue:
        moment, number = heappop(queue)
        while swept + SWEEPS_EVERY < moment:
            swept += SWEEPS_EVERY
            _sweep(swept)
        opened += not stories[number].folio
        try:
            later = _play(stories[number], moment)
        except DomainError:
            refused, later = refused + 1, None
        told(opened)
        if later is not None and later <= now:
            heappush(queue, (max(later, moment), number))
    _sweep(now)
    outbox.kick()
    return Performance(opened, refused)


def cases_there() -> int:
    """Cases of any kind that are there already: a demonstration begins in an empty city only."""
    return Case.objects.count()


def _play(story: Story, moment: datetime) -> datetime | None:
    with clock.at(moment), transaction.atomic():
        return story.play(moment)


def _sweep(moment: datetime) -> None:
    """Warnings of the day, and its messages: to desks, for nobody else can be reached."""
    with clock.at(moment):
        sweep()
        outbox.relay()


def _cast(chance: Random, count: int) -> list[Story]:
    """Each service gets its share; within it, the scenarios that come to a good end more often. Confidential ones
    get none: they would show nobody anything."""
    actors, town = Actors(), Town(chance.getrandbits(32), NEIGHBOURHOODS)
    known = [each for each in definitions.live_services() if not each.compiled.spec.confidential]
    services = [each for each in known if each.compiled.spec.is_offered]
    stories = []
    for number in range(count if services else 0):
        compiled = services[number % len(services)].compiled
        scenarios = list(compiled.spec.scenarios.values())
        if not scenarios:
            continue
        scenario = chance.choices(scenarios, [_weight(each) for each in scenarios])[0]
        stories.append(Story(compiled, scenario, Random(chance.random()), actors, town))
    return stories


def _weight(scenario: Scenario) -> int:
    ends = [step.expect.public for step in scenario.steps if step.expect and step.expect.public]
    return 6 if "resolved" in ends else 2 if any(step.do for step in scenario.steps) else 1


def _moment(chance: Random, now: datetime, days: int) -> datetime:
    """Many in the last week, so that there is work to do, the others evenly; on an hour at which people report."""
    zone = clock.zone(definitions.city().time_zone)
    back = min(days, WEEK) if chance.random() < SHARE_OF_THIS_WEEK else days
    date = (now - timedelta(days=back * chance.random())).astimezone(zone).date()
    at = time(chance.choice(HOURS), chance.randrange(60), chance.randrange(60))
    moment = datetime.combine(date, at, tzinfo=zone)
    return moment if moment < now else now - timedelta(minutes=chance.randrange(3, 300))

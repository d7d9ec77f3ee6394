"""`draw: {service, state, seats, seed, won, lost}`: cast lots among the cases that wait in a state of a service.

Anybody can repeat it: every case has the ticket SHA-256 of "seed:folio", and the smallest tickets win. The seed is
something that nobody in the office could choose, such as the winning number of a lottery of that day; the event
keeps seed, number of cases and winners. The cases themselves move from the outbox, one by one.
"""

from hashlib import sha256

from pydantic import Field

from casetypes.audit import rows
from casetypes.cases.effect_type import Effect, EffectContext
from casetypes.cases.models import Case, OutboxEntry
from casetypes.definitions import selectors
from casetypes.definitions.schema.base import Key
from casetypes.definitions.schema.effects import EffectArguments
from casetypes.definitions.schema.references import (
    FormFieldKey,
    IntegerExpression,
    ServiceKey,
    TextExpression,
)
from casetypes.kernel import clock
from casetypes.kernel.registry import effects


class Draw(EffectArguments):
    """`seats` and `seed` are expressions; `won` and `lost` are steps of the other service that `system` may take;
    `same` are answers that both services ask for: only cases that agree in them take part."""

    service: ServiceKey
    state: Key
    seats: IntegerExpression
    seed: TextExpression
    won: Key
    lost: Key
    same: list[FormFieldKey] = Field(default_factory=list)


def carry_out(context: EffectContext, arguments: Draw) -> None:
    case, event = context.case, context.event
    compiled = selectors.compiled(case.version_id)
    seats = int(str(compiled.value(arguments.seats, context.roots, event.name)))
    seed = str(compiled.value(arguments.seed, context.roots, event.name))
    waiting = Case.objects.filter(case_type=arguments.service, state=arguments.state)
    if arguments.same:
        waiting = waiting.filter(answers__contains={key: case.answers.get(key) for key in arguments.same})
    drawn = sorted(waiting, key=lambda each: ticket(seed, each.folio))
    result = {
        "seed": seed,
        "seats": seats,
        "among": len(drawn),
        "won": [each.folio for each in drawn[:seats]],
    }
    event.data = {**event.data, "draw": result}
    event.save(update_fields=["data"])
    now = clock.now()
    rows.insert(*(
        OutboxEntry(
            case=each, event=event, effect="advance", next_at=now, created_at=now,
            arguments={"transition": arguments.won if place < seats else arguments.lost},
        )
        for place, each in enumerate(drawn)
    ))  # fmt: skip


def ticket(seed: str, folio: str) -> str:
    """The lot of a case: hexadecimal, smaller is better."""
    return sha256(f"{seed}:{folio}".encode()).hexdigest()


effects.register("draw", Effect(Arguments=Draw, carry_out=carry_out, at_once=True))

"""A report in memory: what `intake.submit` would make of it."""

from collections.abc import Mapping

from casetypes.cases import engine, opening
from casetypes.cases.opening import Opening, Rules
from casetypes.cases.placing import Place
from casetypes.cases.roots import case_roots
from casetypes.citizens.keys import new_wrapped_key
from casetypes.citizens.models import Citizen
from casetypes.intake.simulation.bulk import effects
from casetypes.intake.simulation.bulk.held import HeldCase
from casetypes.intake.simulation.deeds import Report
from casetypes.kernel import clock

NOWHERE = Place()


def submit(held: HeldCase, report: Report) -> None:
    """The case with everything that belongs to it, at the moment of the report."""
    held.compiled = report.compiled
    fields = report.compiled.fields
    photos = {
        field: [held.photo(photo, None, field, fields[field], report.actor)]
        for field, photo in report.photos.items()
    }
    ready = _opening(held, report, photos)
    case = held.case = opening.prepared(ready)
    _remember_rules(held, report)
    case.pk = held.books.cases.next_id()
    case.desk = held.books.desks[case.desk_id]
    held.own_photos()
    held.personal = dict(ready.personal)
    held.clocks = case.__dict__.pop("new_clocks")
    for each in held.clocks:
        each.case_id, each.pk = case.pk, held.books.clocks.next_id()
    event = held.numbered(opening.opened(case, ready))
    effects.carry_out(held, held.compiled.spec.on_open.do, event, case_roots(case, actor=report.actor))
    held.books.events.add_instance(event)
    held.leaf(engine.leaf(case, event, report.actor, "case.open"))


def _opening(held: HeldCase, report: Report, photos: Mapping[str, list[str]]) -> Opening:
    clean, compiled = report.variant.clean, report.compiled
    form = {**clean.form, **{key: day for key, day in report.dates.items() if key in clean.form}, **photos}
    place = report.spot.place if compiled.location_field else NOWHERE
    if compiled.location_field:
        form[compiled.location_field] = dict(report.spot.answer)
    personal = {**clean.personal, **{key: day for key, day in report.dates.items() if key in clean.personal}}
    if compiled.version_id is None:
        raise ValueError(f"{compiled.key} is not published: only a published version opens cases")
    return Opening(
        version_id=compiled.version_id, answers=form, personal=personal,
        citizen=_citizen(held, report) if personal or report.variant.consents else None,
        channel=report.channel, language=report.language, zone=place.zone, latitude=place.latitude,
        longitude=place.longitude, cell=place.cell, place=place.words, actor=report.actor, demonstration=True,
        folio=held.folio, rules=held.books.memory.rules.get((compiled.key, report.variant.key)),
    )  # fmt: skip


def _citizen(held: HeldCase, report: Report) -> Citizen:
    """As `intake.reporters` registers somebody whom nobody can reach."""
    now, key = clock.now(), new_wrapped_key()
    citizen = Citizen(id=held.citizen_id, wrapped_key=key, language=report.language, created_at=now)
    held.books.citizens.add_instance(citizen)
    for notice, version in report.variant.consents:
        held.books.consents.add({
            "id": held.books.consents.next_id(), "citizen_id": citizen.pk, "notice": notice, "version": version,
            "channel": report.channel, "given_at": now,
        })  # fmt: skip
    return citizen


def _remember_rules(held: HeldCase, report: Report) -> None:
    memory, key = held.books.memory, (held.compiled.key, report.variant.key)
    if key not in memory.rules and memory.same_rules(held.compiled):
        case = held.case
        memory.rules[key] = Rules(case.calc, case.priority, case.priority_because, case.rules_unset)

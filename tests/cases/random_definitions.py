"""Services that hypothesis makes up: states, ways between them, branches, roles, clocks, a checklist."""

import json
from typing import Any

from hypothesis import strategies as st

KEY = "paseo"
OPEN_STATUSES = ("received", "scheduled", "in_process", "waiting")
ROLES = ("control_desk", "supervisor", "agent", "reporter")
URGENT = "form.urgente"


def text(en: str) -> dict[str, str]:
    return {"es": f"{en} (es)", "en": en}


def head(pins: list[str]) -> dict[str, Any]:
    """What every service needs beside its machine."""
    described = {"type": "text", "required": True, "max": 80, "label": text("What")}
    urgent = {"type": "boolean", "required": True, "label": text("Urgent")}
    return {
        "agora": 1, "kind": "service", "key": KEY, "title": text("Walk"), "category": "vialidades", "desk": "bacheo",
        "steward": "obras-publicas", "languages": {"required": ["es", "en"]},
        "use": pins,
        "form": {"problema": {"title": text("Problem"), "fields": {"que": described, "urgente": urgent}}},
        "priority": [{"when": URGENT, "is": "high", "because": text("Urgent")},
                     {"is": "normal", "because": text("Usual")}],
        "public": {"map": "zone"},
    }  # fmt: skip


@st.composite
def definitions(draw: st.DrawFn, pins: list[str]) -> str:
    """The text of a service with these fragments; most lint clean, the others are discarded by who uses them."""
    middle = [f"s{number}" for number in range(draw(st.integers(1, 4)))]
    states: dict[str, Any] = {
        key: {"public": draw(st.sampled_from(OPEN_STATUSES)), "title": text(key)} for key in middle
    }
    states |= {"hecho": {"public": "resolved", "final": "done", "title": text("Done")},
               "no": {"public": "declined", "final": "declined", "title": text("Declined")}}  # fmt: skip
    transitions = _spine(middle) | {
        f"t{number}": draw(ways(middle, number)) for number in range(draw(st.integers(1, 5)))
    }
    service = {
        **head(pins),
        "states": states,
        "transitions": transitions,
        "clocks": draw(clocks(middle, states)),
    }
    if draw(st.booleans()):
        seen = {"type": "boolean", "must_be": True, "label": text("Seen")}
        service["checklists"] = {
            "lista": {"title": text("List"), "open_in": middle, "items": {"visto": seen}}
        }
        transitions["cerrar"]["require"] = [
            {"that": "checklist.lista.complete", "else": text("Fill the list")}
        ]
    return json.dumps(service, ensure_ascii=False)


def _spine(middle: list[str]) -> dict[str, Any]:
    """From each state to the next, and from the last to the end: so that every case can finish."""
    forward = {
        f"a{number}": {"from": [one], "to": other, "by": ["control_desk"], "title": text("On")}
        for number, (one, other) in enumerate(zip(middle, middle[1:], strict=False))
    }
    close = {"from": [middle[-1]], "to": "hecho", "by": ["control_desk"], "title": text("Close")}
    for way in forward.values():  # a pause needs its reason
        way["input"] = {"motivo": {"type": "text", "required": True, "max": 80, "label": text("Reason")}}
    decline = {"from": [middle[0]], "to": "no", "by": ["control_desk"], "title": text("Decline")}
    return {**forward, "cerrar": close, "rechazar": decline}


@st.composite
def ways(draw: st.DrawFn, middle: list[str], number: int) -> dict[str, Any]:
    """Any transition: back, aside, out, again, with branches, a reason, a guard, a limit."""
    anywhere = [*middle, "hecho", "no"]
    sources = draw(st.lists(st.sampled_from(anywhere), min_size=1, max_size=2, unique=True))
    way: dict[str, Any] = {
        "title": text(f"Way {number}"), "from": sources, "to": draw(st.sampled_from(anywhere)),
        "by": draw(st.lists(st.sampled_from(ROLES), min_size=1, max_size=2, unique=True)),
    }  # fmt: skip
    if draw(st.booleans()):
        way["to"] = [{"when": URGENT, "goto": draw(st.sampled_from(anywhere))}, {"goto": way["to"]}]
    if draw(st.booleans()):
        way["input"] = {"motivo": {"type": "text", "required": True, "max": 80, "label": text("Reason")}}
    if draw(st.integers(0, 3)) == 0:
        way["require"] = [{"that": f"!{URGENT}", "else": text("Not when urgent")}]
    if draw(st.integers(0, 3)) == 0:
        way["within"] = "2 days"
    if draw(st.integers(0, 3)) == 0:
        way["not_by"] = "cerrar"
    return way


@st.composite
def clocks(draw: st.DrawFn, middle: list[str], states: dict[str, Any]) -> dict[str, Any]:
    waiting = [key for key in middle if states[key]["public"] == "waiting" and key != middle[0]]
    span = draw(
        st.sampled_from(["3 working hours", "1 working day", "2 working days", "90 minutes", "3 days"])
    )
    solution = {
        "title": text("Solution"), "calendar": draw(st.sampled_from(["oficina", "siempre"])),
        "budget": [{"when": URGENT, "is": span}, {"is": "5 working days"}],
        "runs_in": [key for key in middle if key not in waiting],
        "at": {"75%": [{"notify": {"to": "desk", "template": "por_vencer"}}]},
        "reopen": draw(st.sampled_from(["restart", "resume"])),
    }  # fmt: skip
    if waiting:
        solution["pauses_in"] = waiting
    return {"solucion": solution}

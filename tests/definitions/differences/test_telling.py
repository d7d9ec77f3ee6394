"""Every change in a plain sentence, in both languages."""

import pytest
from django.utils import translation

from casetypes.definitions.diff import changes
from casetypes.definitions.diff.lists import keyed
from casetypes.definitions.differences.comparison import city_names
from casetypes.definitions.differences.names import Names
from casetypes.definitions.differences.telling import tell

BASE = {
    "form": {
        "problema": {
            "title": {"es": "Problema", "en": "Problem"},
            "fields": {
                "via": {
                    "type": "choice",
                    "label": {"es": "Vía", "en": "Road"},
                    "options": {"calle": {"es": "Calle", "en": "Street"}},
                },
                "hondo_cm": {"type": "integer", "max": 200, "label": {"es": "Profundidad", "en": "Depth"}},
            },
        },
        "datos": {"title": {"es": "Datos", "en": "Details"}, "fields": {"nota": {"type": "text"}}},
    },
    "calc": {"grave": {"type": "boolean", "is": "form.hondo_cm > 10"}},
    "priority": [{"when": "calc.grave", "is": "high"}, {"is": "normal"}],
    "states": {
        "recibido": {"public": "received", "title": {"es": "Recibido", "en": "Received"}},
        "en_obra": {"public": "in_process", "title": {"es": "En obra", "en": "Under repair"}},
        "resuelto": {"public": "resolved", "final": "done", "title": {"es": "Resuelto", "en": "Resolved"}},
    },
    "transitions": {
        "iniciar": {
            "title": {"es": "Iniciar", "en": "Start"},
            "from": ["recibido"],
            "to": "en_obra",
            "by": ["crew"],
        },
        "terminar": {
            "title": {"es": "Terminar", "en": "Finish"},
            "from": ["en_obra"],
            "to": [{"when": "calc.grave", "goto": "en_obra"}, {"goto": "resuelto"}],
            "by": ["crew", "control_desk"],
        },
    },
    "clocks": {
        "solucion": {
            "title": {"es": "de solución", "en": "resolution"},
            "calendar": "oficina",
            "budget": [{"when": "calc.grave", "is": "2 working days"}, {"is": "5 working days"}],
            "runs_in": ["recibido"],
        }
    },
    "checklists": {"lista": {"open_in": ["en_obra"], "items": {"cono": {"type": "boolean"}}}},
    "use": ["ubicacion@1"],
    "public": {"show": ["via"], "map": "exact"},
    "desk": "bacheo",
}
CITY = city_names(
    {
        "desks": {"desks": {"bacheo": {"name": {"es": "Mesa de bacheo", "en": "Potholes desk"}}}},
        "calendars": {"calendars": {"oficina": {"hours": {}, "name": {"es": "Oficina", "en": "Office"}}}},
    }
)


def laid(document, path, value):
    """The document with another value at a path; None takes the key away."""
    head, *rest = path
    inner = laid(document[head] if _has(document, head) else {}, rest, value) if rest else value
    if isinstance(document, list):
        return [inner if index == head else each for index, each in enumerate(document)]
    changed = {**document, head: inner}
    return {key: each for key, each in changed.items() if key != head or each is not None}


def _has(document, key):
    return isinstance(document, list) or key in document


def told(path, value, language):
    new = laid(BASE, path, value)
    names = Names(keyed(BASE), keyed(new), language, CITY)
    with translation.override(language):
        return [sentence for change in changes(BASE, new) for sentence in tell(change, names)]


ASKED = {"type": "text", "label": {"es": "Barrio", "en": "Area"}}
HONDO = ("form", "problema", "fields", "hondo_cm")
SENTENCES = [
    ("title.es", "title", {"es": "Hoyo"},
     "Ahora se indica el nombre del servicio en español: «Hoyo».",
     "The name of the service in Spanish is now given: “Hoyo”."),
    ("nobody is offered it any more", ("offered",), "nobody",
     "Ya nadie puede pedir el servicio; sus casos siguen hasta cerrarse.",
     "Nobody can ask for the service any more; its cases go on until they close."),
    ("only staff open it", ("offered",), "staff",
     "Ahora solo el personal abre casos del servicio; el público no puede pedirlo.",
     "Only staff open cases of the service now; the public cannot ask for it."),
    ("a question comes", ("form", "problema", "fields", "barrio"), ASKED,
     "Se añade la pregunta «Barrio»; puede dejarse sin contestar.",
     "The question “Area” is added; it may be left unanswered."),
    ("a question that must be answered comes", ("form", "problema", "fields", "b"), {**ASKED, "required": True},
     "Se añade la pregunta «Barrio» y hay que contestarla.",
     "The question “Area” is added and must be answered."),
    ("a question goes", HONDO, None,
     "Se quita la pregunta «Profundidad».", "The question “Depth” is removed."),
    ("a question must be answered", (*HONDO, "required"), True,
     "Ahora hay que contestar la pregunta «Profundidad».", "The question “Depth” must now be answered."),
    ("a question asks for something else", (*HONDO, "type"), "decimal",
     "El tipo de respuesta de la pregunta «Profundidad» cambia de «integer» a «decimal».",
     "The kind of answer of the question “Depth” changes from “integer” to “decimal”."),
    ("a limit", (*HONDO, "max"), 100,
     "El límite superior de la pregunta «Profundidad» cambia de 200 a 100.",
     "The upper limit of the question “Depth” changes from 200 to 100."),
    ("a condition", (*HONDO, "when"), 'form.via == "calle"',
     "La pregunta «Profundidad» ahora se pregunta solo cuando «Vía» es «calle».",
     "The question “Depth” is now asked only when “Road” is “calle”."),
    ("a help text", (*HONDO, "help"), {"es": "En cm"},
     "Ahora se indica la ayuda de la pregunta «Profundidad» en español: «En cm».",
     "The help of the question “Depth” in Spanish is now given: “En cm”."),
    ("an option comes", ("form", "problema", "fields", "via", "options", "rural"), {"es": "Rural", "en": "Rural"},
     "Se añade la respuesta «Rural» de la pregunta «Vía».",
     "The answer “Rural” of the question “Road” is added."),
    ("an option is reworded", ("form", "problema", "fields", "via", "options", "calle", "es"), "Calle chica",
     "La redacción de la respuesta «Calle chica» de la pregunta «Vía» en español cambia de «Calle» a «Calle chica».",
     "The wording of the answer “Street” of the question “Road” in Spanish changes from “Calle” to “Calle chica”."),
    ("a page goes", ("form", "datos"), None,
     "Se quita la página «Datos».", "The page “Details” is removed."),
    ("a formula", ("calc", "grave", "is"), "form.hondo_cm > 20",
     "La fórmula del valor calculado «Grave» cambia de «“Profundidad” es más de 10» a «“Profundidad” es más de 20».",
     "The formula of the computed value “Grave” changes from “‘Depth’ is more than 10” to “‘Depth’ is more than 20”."),
    ("a priority", ("priority", 0, "is"), "critical",
     "La prioridad de los casos en que «Grave» pasa de «alta» a «crítica».",
     "The priority of cases where “Grave” goes from “high” to “critical”."),
    ("a state comes", ("states", "pausa"), {"public": "waiting", "title": {"es": "En pausa", "en": "On hold"}},
     "Se añade el estado «En pausa»; la ciudadanía lee «En espera».",
     "The state “On hold” is added; citizens read “Waiting”."),
    ("a status", ("states", "en_obra", "public"), "scheduled",
     "El estado que lee la ciudadanía del estado «En obra» cambia de «En proceso» a «Programado».",
     "The status that citizens read of the state “Under repair” changes from “In process” to “Scheduled”."),
    ("a step comes", ("transitions", "cerrar"), {"title": {"es": "Cerrar", "en": "Close"}, "from": ["recibido"],
                                                "to": "resuelto", "by": ["supervisor"]},
     "Se añade el paso «Cerrar»; se da desde «Recibido» y lo da: supervisión.",
     "The step “Close” is added; it is taken from “Received” by: supervisor."),
    ("who takes a step", ("transitions", "iniciar", "by"), ["crew", "supervisor"],
     "Ahora también puede dar el paso «Iniciar»: supervisión.",
     "The step “Start” can now also be taken by: supervisor."),
    ("where a step is taken from", ("transitions", "terminar", "from"), ["en_obra", "recibido"],
     "El paso «Terminar» ahora también puede darse desde el estado «Recibido».",
     "The step “Finish” can now also be taken from the state “Received”."),
    ("where a step leads", ("transitions", "terminar", "to", 1, "goto"), "recibido",
     "El paso «Terminar», en los demás casos, ahora lleva a «Recibido» en lugar de «Resuelto».",
     "The step “Finish”, in every other case, now leads to “Received” instead of “Resolved”."),
    ("who may not take it too", ("transitions", "terminar", "not_by"), "iniciar",
     "Quien dio el paso «Iniciar» ya no puede dar el paso «Terminar».",
     "The step “Finish” can no longer be taken by whoever took the step “Start”."),
    ("a requirement", ("transitions", "terminar", "require"),
     [{"that": "checklist.lista.complete", "else": {"es": "Falta"}}],
     "El paso «Terminar» ahora exige que: la lista «Lista» está completa.",
     "The step “Finish” now requires that: the checklist “Lista” is complete."),
    ("an effect", ("transitions", "iniciar", "do"), [{"notify": {"to": "desk", "template": "inicio"}}],
     "En el paso «Iniciar» ahora además: se envía el mensaje «inicio» a la mesa.",
     "With the step “Start” now also: the message “inicio” is sent to the desk."),
    ("a question of a step", ("transitions", "iniciar", "input"), {"nota": ASKED},
     "Se añade la pregunta «Barrio» del paso «Iniciar»; puede dejarse sin contestar.",
     "The question “Area” of the step “Start” is added; it may be left unanswered."),
    ("a point of a checklist", ("checklists", "lista", "items", "foto"), {"type": "photo", "label": {"es": "Foto"}},
     "Se añade el punto «Foto» de la lista «Lista»; puede dejarse sin contestar.",
     "The point “Foto” of the checklist “Lista” is added; it may be left unanswered."),
    ("a budget", ("clocks", "solucion", "budget", 1, "is"), "3 working days",
     "El plazo «de solución» de los casos normales pasa de 5 a 3 días hábiles.",
     "The deadline “resolution” of normal cases goes from 5 to 3 working days."),
    ("a conditional budget", ("clocks", "solucion", "budget", 0, "is"), "8 working hours",
     "El plazo «de solución» de los casos en que «Grave» pasa de 2 días hábiles a 8 horas hábiles.",
     "The deadline “resolution” of cases where “Grave” goes from 2 working days to 8 working hours."),
    ("where a deadline runs", ("clocks", "solucion", "runs_in"), ["en_obra"],
     "El plazo «de solución» ahora corre también en el estado «En obra». "
     "El plazo «de solución» ya no corre en el estado «Recibido».",
     "The deadline “resolution” now also runs in the state “Under repair”. "
     "The deadline “resolution” no longer runs in the state “Received”."),
    ("a mark", ("clocks", "solucion", "at"), {"75%": [{"escalate": "supervisor"}]},
     "En el 75% del plazo «de solución» ahora además: el caso se escala a supervisión.",
     "With 75% of the deadline “resolution” now also: the case is escalated to supervisor."),
    ("a calendar", ("clocks", "solucion", "calendar"), "siempre_abierto",
     "El calendario del plazo «de solución» cambia de «Oficina» a «Siempre abierto».",
     "The calendar of the deadline “resolution” changes from “Office” to “Siempre abierto”."),
    ("a pin", "use", ["ubicacion@2"],
     "La parte compartida «Ubicacion» pasa de la versión 1 a la versión 2.",
     "The shared part “Ubicacion” goes from version 1 to version 2."),
    ("what everybody sees", ("public", "show"), ["hondo_cm"],
     "Todo el mundo ve ahora la respuesta a «Profundidad». La respuesta a «Vía» ya no se muestra a todo el mundo.",
     "Everybody now sees the answer to “Depth”. The answer to “Road” is no longer shown to everybody."),
    ("who reads an answer", "access", {"via": {"read": ["supervisor"]}},
     "La respuesta a «Vía» ahora la lee solo: supervisión.",
     "The answer to “Road” is now read only by: supervisor."),
    ("who reads an answer in a state", "access", {"via": {"read": ["supervisor"], "states": {"en_obra": ["crew"]}}},
     "La respuesta a «Vía» ahora la lee solo: supervisión. "
     "En el estado «En obra» la respuesta a «Vía» ahora también la lee: cuadrilla.",
     "The answer to “Road” is now read only by: supervisor. "
     "In the state “Under repair” the answer to “Road” is now also read by: crew."),
    ("who corrects an answer", "access", {"via": {"write": ["supervisor"], "write_in": ["en_obra"]}},
     "La respuesta a «Vía» ahora solo la corrigen: supervisión. "
     "La respuesta a «Vía» ahora solo se corrige en: «En obra».",
     "The answer to “Road” is now corrected only by: supervisor. "
     "The answer to “Road” is now corrected only in: “Under repair”."),
    ("a desk", "desk", "otra-mesa",
     "La mesa que recibe los casos cambia de «Mesa de bacheo» a «Otra mesa».",
     "The desk that receives the cases changes from “Potholes desk” to “Otra mesa”."),
    ("time of keeping", "retention", {"personal": "2 years after closing"},
     "Ahora se indica el tiempo que se guardan los datos personales: 2 años después del cierre.",
     "The time for which personal data are kept is now given: 2 years after closing."),
    ("something nobody foresaw", ("clocks", "solucion", "brand_new"), {"deep_key": ["a_b", {"c_d": 1}]},
     "Ahora se indica el ajuste «Brand new – Deep key» del plazo «de solución»: «A b». "
     "Ahora se indica el ajuste «Brand new – Deep key – C d» del plazo «de solución»: 1.",
     "The setting “Brand new – Deep key” of the deadline “resolution” is now given: “A b”. "
     "The setting “Brand new – Deep key – C d” of the deadline “resolution” is now given: 1."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value", "spanish", "english"),
    [each[1:] for each in SENTENCES],
    ids=[each[0] for each in SENTENCES],
)
def test_a_change_is_told_in_plain_words_in_both_languages(path, value, spanish, english):
    path = (path,) if isinstance(path, str) else path
    assert " ".join(told(path, value, "es")) == spanish
    assert " ".join(told(path, value, "en")) == english


def test_of_a_long_text_the_words_that_differ_are_told():
    long = " ".join(f"palabra{number}" for number in range(60))
    old = {"about": {"duration": {"es": f"{long} cinco {long}"}}}
    new = {"about": {"duration": {"es": f"{long} ocho {long}"}}}
    with translation.override("es"):
        [change] = changes(old, new)
        [sentence] = tell(change, Names(old, new, "es"))
    assert sentence == (
        "La duración que se dice antes en español cambia de "
        "«… palabra56 palabra57 palabra58 palabra59 cinco palabra0 palabra1 palabra2 palabra3 …» a "
        "«… palabra56 palabra57 palabra58 palabra59 ocho palabra0 palabra1 palabra2 palabra3 …»."
    )


def test_a_rename_is_told_as_one_with_both_names():
    states = {
        "recibido": BASE["states"]["recibido"],
        "taller": {"public": "in_process", "title": {"es": "En taller"}},
        "resuelto": BASE["states"]["resuelto"],
    }
    new = {**BASE, "states": states, "migrate": {"from 1": {"states": {"en_obra": "taller"}}}}
    names = Names(keyed(BASE), keyed(new), "es")
    with translation.override("es"):
        first, *_others = [tell(change, names) for change in changes(BASE, new)]
    assert first == ["El estado «En taller» toma el lugar de «En obra» y sus casos siguen en él."]


def test_a_rename_that_keeps_its_words_shows_the_keys():
    states = {
        "recibido": BASE["states"]["recibido"],
        "taller": BASE["states"]["en_obra"],
        "resuelto": BASE["states"]["resuelto"],
    }
    page = next(iter(BASE["form"]))
    asked = BASE["form"][page]["fields"]
    key = next(iter(asked))
    fields = {("otra_clave" if each == key else each): spec for each, spec in asked.items()}
    new = {
        **BASE,
        "form": {**BASE["form"], page: {**BASE["form"][page], "fields": fields}},
        "states": states,
        "migrate": {"from 1": {"states": {"en_obra": "taller"}, "fields": {key: "otra_clave"}}},
    }
    names = Names(keyed(BASE), keyed(new), "es")
    with translation.override("es"):
        found = [sentence for change in changes(BASE, new) for sentence in tell(change, names)]
    label = names.question(key)
    assert "El estado «En obra» cambia de clave: en_obra → taller, y sus casos siguen en él." in found
    assert f"La pregunta {label} cambia de clave: {key} → otra_clave, y conserva sus respuestas." in found

"""What an editor shows when the pointer rests on a key: one sentence in Spanish and one in English for each.

The YAML language server shows `description` of the schema and knows one language only, so both stand in it.
"""

_TEXTS = """
about | Lo que se dice a la persona antes del formulario | What a person is told before the form
accept | Tipos de archivo que se admiten | Kinds of files that are taken
access | Quién lee cada campo, siempre (read) o en ciertos estados (states), y quién lo corrige (write); lo personal que no está aquí lo lee solo la mesa propia | Who reads each field, always (read) or in certain states (states), and who corrects it (write); personal ones not listed here are read by the own desk only
acr | Clases de autenticación que cuentan como segundo factor | Classes of authentication that count as a second factor
address | Dirección o columna de la dirección | Address, or the column that holds it
address_form | Cómo se habla a la persona: tu o usted | How a person is addressed: tu or usted
advance | Antelación con que se ofrece | How far ahead it is offered
agora | Versión del lenguaje: 1 | Version of the language: 1
algorithms | Firmas que se admiten del proveedor | Signatures that are taken from the provider
amr | Métodos que cuentan como segundo factor: mfa, otp, hwk | Methods that count as a second factor: mfa, otp, hwk
answers | Respuestas que se llevan o se corrigen | Answers that are carried over or set
appointment | Cita de un procedimiento | An appointment of a procedure
asked | A quién se pide un consentimiento: a quien antes contestó algo personal, o a todos | Who is asked for a consent: whoever answered something personal before it, or everybody
asks | Qué se pide al leer: nada, un número o el motivo | What is asked when reading: nothing, a number or the reason
assign | A quién o a qué cuadrilla se asigna | To whom or which crew it is assigned
at | Cuándo; en un reloj, qué ocurre al 75 % o 100 % del plazo | When; in a clock, what happens at 75% or 100% of its budget
at_most | A lo más | At most
attach | Archivos de prueba: qué campo recibe una imagen | Trial files: which field gets a picture
attributes | Nombres de los atributos que se leen | Names of the attributes that are read
audience | Quién recibe el mensaje | Who receives the message
baseline | Cómo era antes, para comparar | How it was before, to compare with
basis | Fundamento legal | Legal basis
because | El motivo, que lee la mesa | The reason, which the desk reads
body | Cuerpo del mensaje; admite palabras como {{ folio }} | Body of the message; it may hold words such as {{ folio }}
boundary | Archivo con el contorno del municipio | File with the outline of the municipality
budget | El plazo: "5 working days", o reglas cuya última no lleva when | The time it may take: "5 working days", or rules whose last has no when
by | Quién puede hacerlo: funciones, como control_desk o supervisor@mesa | Who may do it: roles, such as control_desk or supervisor@desk
calc | Valores que se calculan de las respuestas | Values worked out from the answers
calendar | Calendario de calendars.yaml | A calendar of calendars.yaml
calendars | Horarios y días inhábiles, por clave | Opening hours and closed days, by key
capacity | Cuánto puede atender: "6 per day" | How much it can attend: "6 per day"
case | El caso, o cuánto se conserva | The case, or how long it is kept
categories | Categorías del catálogo, por clave | Categories of the catalogue, by key
category | Categoría de city.yaml | A category of city.yaml
center | Dónde abre el mapa: [latitud, longitud] | Where the map opens: [latitude, longitude]
certificates | Certificados con que firma el proveedor | Certificates the provider signs with
channel | Por dónde llegó: web, teléfono, ventanilla | How it came in: web, phone, counter
check | Lista de verificación que se llena en este paso | The checklist that this step fills in
checklist | Lista de verificación de este servicio | A checklist of this service
checklists | Listas de verificación, por clave | Checklists, by key
child | El caso hijo | The child case
child_case | Abre un caso hijo de otro servicio | Opens a child case of another service
children | Casos hijos | Child cases
claim | Dato que da el proveedor, como groups o realm_access.roles | What the provider tells, such as groups or realm_access.roles
client_id | Cómo conoce el proveedor a esta plataforma | How the provider knows this platform
clocks | Plazos que corren, por clave | Deadlines that run, by key
close | Cierre | Closing
closed | Días en que no se abre, con su fundamento | Days on which it is closed, with their legal basis
closed_at | Columna o columnas de la fecha de cierre | Column or columns of the closing date
closed_in_bulk | Parte de los cierres en grupo que se revisa: "5%" | Share of bulk closures that is checked: "5%"
column | Columna del archivo | Column of the file
columns | Columnas de la cola o del archivo | Columns of the queue or of the file
confidential | Solo lo leen personas nombradas; nunca cambia después de publicar | Read by named persons only; it never changes after publication
consumed | Tiempo consumido | Time used up
contact | Datos de contacto de la ciudad | How to reach the city
cost | Lo que cuesta | What it costs
crew | Cuadrilla | A crew
crews | Cuadrillas, por clave | Crews, by key
critical | Va también por SMS y no respeta horas de silencio | It goes by SMS too and ignores quiet hours
currency | Moneda | Currency
date | Un día: 2026-12-31 | A day: 2026-12-31
days | Cuántos días | How many days
delimiter | Signo que separa las columnas | The sign between columns
department | Área de city.yaml | A department of city.yaml
departments | Áreas, por clave | Departments, by key
desk | Mesa que lo recibe, de desks.yaml | The desk that receives it, of desks.yaml
desks | Mesas, por clave | Desks, by key
do | Efectos, en orden: [{notify: clave}] | Effects, in order: [{notify: key}]
domains | Dominios de correo cuyas cuentas se reconocen aquí | Domains of e-mail whose accounts are recognised here
draw | Sortea lugares entre los casos que esperan | Draws lots for seats among the cases that wait
due | Cuándo vence cada plazo | When each deadline falls due
duplicates | Cuándo se propone que dos reportes son el mismo | When two reports are proposed to be the same
duration | Cuánto tarda | How long it takes
effective | Desde cuándo rige y con qué fundamento | Since when it holds, and on what basis
else | Lo que se dice cuando no se cumple | What is said when it does not hold
email | Correo: asunto y cuerpo; en SAML, el atributo que lo dice | E-mail: subject and body; in SAML, the attribute that tells it
encoding | Codificación del archivo, como utf-8 | Encoding of the file, such as utf-8
entity_id | Nombre del proveedor en sus metadatos | The provider's name in its metadata
escalate | Función a la que se escala | The role it is escalated to
escalated | Si se escaló | Whether it was escalated
escalates_to | Mesa a la que escala | The desk it escalates to
evidence | Clase de evidencia que es la respuesta, para evidence.<clase> | The kind of evidence the answer is, for evidence.<kind>
expect | Lo que debe resultar | What has to come out
fields | Campos, por clave | Fields, by key
file | Archivo de esta ciudad | A file of this city
filled_by | Quién lo llena | Who fills it in
filters | Filtros de la cola | Filters of the queue
final | Es un final: done, declined, duplicate, withdrawn o referred_out | It is an end: done, declined, duplicate, withdrawn or referred_out
first | Va antes de las demás | It stands before the others
folio | Patrón del folio, como TRC-{year:2}-{random:8}{check} | Pattern of the folio, such as TRC-{year:2}-{random:8}{check}
form | El formulario: páginas con sus campos | The form: pages with their fields
format | Cómo está escrito el archivo | How the file is written
from | Desde qué estados, o desde qué día | From which states, or since which day
full_name | Atributo con el nombre de la persona | The attribute that tells the person's name
given | Lo que se reporta en este caso de prueba | What is reported in this trial case
goto | Estado al que lleva | The state it leads to
group_by | Por qué se agrupa la cola | What the queue is grouped by
has | Valor que debe llevar ese dato | The value it has to carry
help | Ayuda que se lee bajo el campo | Help that is read below the field
hidden | Lo que no se ve | What is not seen
hours | Horario: {mon-fri: ["08:00-15:00"]} | Opening hours: {mon-fri: ["08:00-15:00"]}
id | Columna que identifica cada renglón | The column that identifies each row
in | Estados en que vale | States in which it holds
input | Lo que pide el botón | What the button asks for
intro | Texto al inicio de la página | Text at the beginning of the page
is | El valor: prioridad, plazo o fórmula | The value: a priority, a span of time or a formula
issuer | Dirección del proveedor, como él la firma | Address of the provider, as it signs it
items | Puntos de la lista, por clave | Items of the list, by key
key | La clave: minúsculas, cifras y _; nunca cambia | The key: lower-case letters, digits and _; it never changes
kind | Qué es este archivo: service, city, desks … | What this file is: service, city, desks …
label | Nombre del campo en cada idioma | The field's name in each language
languages | Idiomas que se exigen y los que pueden faltar | Languages that are required, and those that may be missing
last | Va después de las demás | It stands after the others
legal_basis | Leyes en que se apoya | The laws it rests on
locale | Región e idioma, como es-MX | Region and language, such as es-MX
location | Si el reporte lleva lugar; en importaciones, sus columnas | Whether a report has a place; in imports, its columns
lost | Paso de los casos que quedaron fuera del sorteo | The step of the cases that drew none
many | Cuántos se admiten, hasta 20 | How many are taken, up to 20
map | Qué muestra el mapa público; en importaciones, la traducción de valores | What the public map shows; in imports, how values translate
materials | Materiales que se usan | Materials that are used
max | Máximo: del número, o de letras | The most: of the number, or of letters
max_size | Tamaño máximo | Largest size
messages | Mensajes, por clave | Messages, by key
metrics | Cifras que se publican de este servicio | Figures that are published of this service
migrate | Qué pasa con los casos abiertos de una versión anterior | What becomes of open cases of an earlier version
min | Mínimo: del número, o de letras | The least: of the number, or of letters
municipality | Municipio | Municipality
must_be | Respuesta sin la que no se completa: true | The answer without which it is not complete: true
name | Nombre, en cada idioma | Name, in each language
names | Nombres de las zonas, o de dónde salen | Names of the zones, or where they come from
near_case | Qué tan cerca del caso se trabaja: "150 m" | How near the case the work is done: "150 m"
no_time | Lo que dice la columna cuando no hay hora | What the column says when there is no time
not_after | Último día que se admite: today u otra fecha | The last day that is taken: today or a date
not_before | Primer día que se admite | The first day that is taken
not_by | No puede ser la misma persona que hizo ese paso | It may not be the same person who made that step
notice | Aviso | Notice
notified | A quién se avisó | Who was told
notify | Envía un mensaje de messages.yaml | Sends a message of messages.yaml
offered | Quién puede pedirlo: everyone, staff o nobody | Who may ask for it: everyone, staff or nobody
on_open | Lo que ocurre al abrirse un caso | What happens when a case is opened
only | Las únicas personas que entran con contraseña, por nombre de usuario | The only people who sign in with a password, by user name
only_if | Solo si este valor calculado es verdadero | Only if this computed value is true
open | Si está abierto, o por cuánto tiempo | Whether it is open, or for how long
open_in | Estados en que puede llenarse | States in which it can be filled in
opened_at | Columna de la fecha de apertura | Column of the opening date
optional | Idiomas que pueden faltar | Languages that may be missing
options | Opciones: clave y texto en cada idioma | Options: key and text in each language
orders | Lo que ordena la ley | What the law orders
otherwise | Servicio de lo que el mapa no conoce | The service of what the map does not know
out_of_service | Estados en que el bien no funciona | States in which the asset does not work
page | La página que trae el fragmento | The page that the fragment brings
passwords | Contraseñas de esta plataforma; sin ella valen para todos | Passwords of this platform; without it everybody's count
pattern | Expresión regular que debe cumplir el texto completo | Regular expression that the whole text has to match
pattern_hint | Lo que se dice cuando no la cumple | What is said when it does not match
pauses_in | Estados en que el reloj se detiene | States in which the clock stands still
penalty | Penalización de un contrato | Penalty of a contract
per | Por cada cuánto | Per how much
personal | Identifica a una persona: se guarda aparte y cifrado; o cuánto se conserva | It identifies a person: kept apart and encrypted; or how long it is kept
places | Lugares | Places
points | Puntos | Points
postal_code | Código postal | Postal code
priority | Reglas de prioridad: gana la primera que se cumple | Rules of priority: the first that holds wins
procedure | Procedimiento | Procedure
provider | La atiende un proveedor | A provider attends it
providers | Proveedores de identidad, por clave | Identity providers, by key
public | Lo que ve el público | What the public sees
publish | Publica en la página | Publishes on the page
purpose | Para qué sirve | What it is for
questions | Preguntas, por clave | Questions, by key
queue | Cómo se ve en la cola de la mesa | How it looks in the queue of the desk
radius | A qué distancia: "40 m" | How far away: "40 m"
read | Funciones que lo leen | Roles that read it
readers | Puestos que pueden leer lo confidencial | Posts that may read what is confidential
reading_purposes | Para qué pueden leerse datos personales | What personal data may be read for
refer | Turna a otra mesa | Hands the case to another desk
refused | La frase con que se niega el paso | The sentence with which the step is refused
reject | Renglones que se rechazan | Rows that are rejected
reopen | Al reabrir: restart empieza de nuevo, resume continúa | On re-opening: restart begins anew, resume goes on
reopened | Si se reabrió | Whether it was re-opened
report | El informe trimestral | The quarterly report
require | Lo que debe cumplirse antes, con la frase que se dice si no | What has to hold first, with the sentence said if not
required | Es obligatorio | It is required
requirements | Lo que hay que tener a la mano | What one needs at hand
retention | Cuánto se conserva cada cosa | How long each thing is kept
rights | Lo que puede cada función | What each role may do
role | Función, como control_desk | A role, such as control_desk
roles | Qué puesto da cada dato del proveedor | Which post each thing the provider tells gives
routing | suggest propone la mesa; automatic la asigna | suggest proposes the desk; automatic assigns it
rows | Renglones | Rows
rule | Regla | Rule
rules | Reglas | Rules
run | Vuelta del reloj | Run of the clock
runs_in | Estados en que el reloj corre | States in which the clock runs
same | Lo que debe coincidir | What has to agree
saml | Proveedores que hablan SAML 2.0, por clave | Providers that speak SAML 2.0, by key
sample | Muestra que se revisa | Sample that is checked
scenarios | Casos de prueba: qué se reporta y qué debe resultar | Trial cases: what is reported and what has to come out
scopes | Lo que se pide al proveedor además de openid | What is asked of the provider besides openid
seats | Lugares disponibles | Seats available
second_factor | Segundo factor: las funciones que lo necesitan, o lo que dice el proveedor que lo pidió | Second factor: the roles that need it, or what a provider that asked for it says
seed | Semilla del sorteo | Seed of the draw
service | Servicio, por su clave | A service, by its key
set | Escribe un valor en un campo | Writes a value into a field
shift | Turno: su calendario | Shift: its calendar
short | Mensaje corto, para SMS o WhatsApp | Short message, for SMS or WhatsApp
show | Campos que ve el público | Fields that the public sees
sign_in | Dirección de entrada por redirección | Address of its sign-in by redirect
skills | Lo que sabe hacer la cuadrilla | What the crew can do
sla | Parte que se resuelve en plazo: "90%" | Share solved in time: "90%"
starts | Cuándo empieza: created o un paso | When it starts: created or a step
state | Estado, o columna que lo dice | A state, or the column that says it
states | Estados; el primero es donde empieza un caso | States; a case starts in the first one
steps | Pasos del caso de prueba | Steps of the trial case
steward | Área a la que pertenece esta definición | The department that owns this definition
stops | Pasos que detienen el reloj | Steps that stop the clock
subject | Asunto; en SAML, el atributo que identifica | Subject; in SAML, the attribute that identifies
summary | Una frase que reconozca quien lo necesita | A sentence that who needs it recognises
survey | Envía una encuesta | Sends a survey
surveys | Encuestas, por clave | Surveys, by key
target | Meta | Target
targets | Metas | Targets
template | Mensaje de messages.yaml | A message of messages.yaml
text | Texto en cada idioma | Text in each language
that | Condición que debe cumplirse | The condition that has to hold
theme | Apariencia de la ciudad | How the city looks
time_zone | Zona horaria, como America/Monterrey | Time zone, such as America/Monterrey
title | Nombre que se lee, en cada idioma | The name that is read, in each language
to | Estado al que lleva, o ramas; en avisos, a quién | The state it leads to, or branches; in notices, to whom
tone | Tono | Tone
transition | Paso | Step
transitions | Pasos de un estado a otro: los botones | Steps from state to state: the buttons
type | Tipo | Type
unit | Unidad, como kg | Unit, such as kg
unknown | Qué se hace con valores que el mapa no tiene: report o reject | What is done with values the map lacks: report or reject
until | Hasta cuándo | Until when
use | Fragmentos con su versión: [ubicacion@2] | Fragments with their version: [ubicacion@2]
values | Valores | Values
version | Versión de este fragmento | Version of this fragment
visible | Lo que se ve | What is seen
wait | Tiempo que pasa: "3 working hours" | Time that passes: "3 working hours"
webhook | Avisa a otro sistema | Tells another system
what | Qué | What
when | Condición; sin ella, siempre | Condition; without it, always
with | Lo que se responde o se entrega | What is answered or handed over
within | Plazo en que aún se puede, o territorio que se admite | Time in which it is still possible, or the area that is taken
won | Paso de los casos sorteados con lugar | The step of the cases that drew a seat
words | Si también se comparan las palabras | Whether words are compared too
write | Funciones que corrigen la respuesta, de las que la leen; sin renglón: agent y control_desk de la propia mesa; [] nadie | Roles that correct the answer, of those that read it; unlisted: agent and control_desk of the own desk; [] nobody
write_in | Estados en que se corrige; sin renglón, los que no son finales | States in which it is corrected; unlisted, those that are not final
work_order | Abre una orden de trabajo | Opens a work order
work_orders | Órdenes de trabajo, por clave | Work orders, by key
yearly | Cada año ese día: "05-01" | Every year on that day: "05-01"
zone | Zona | Zone
zones | Zonas, o all | Zones, or all
zoom | Acercamiento inicial del mapa | First zoom of the map
"""  # noqa: E501

HOVER: dict[str, tuple[str, str]] = {
    key.strip(): (spanish.strip(), english.strip())
    for key, spanish, english in (line.split(" | ") for line in _TEXTS.strip().splitlines())
}


def described(key: str) -> str:
    """Both sentences, Spanish first; "" for a key without."""
    return " · ".join(f"{words}." for words in HOVER[key]) if key in HOVER else ""

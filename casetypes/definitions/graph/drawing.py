"""Draw a service's state machine as SVG: states coloured by public status, who acts, deadlines."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from html import escape
from textwrap import TextWrapper

from django.utils import translation
from django.utils.translation import gettext as _

from casetypes.definitions.graph.conditions import branch_in_words
from casetypes.definitions.graph.layout import Layout, Link, Node, arrange
from casetypes.definitions.graph.words import COLOURS, role_word, span_in_words, status_word, written
from casetypes.definitions.loader import DataPath
from casetypes.definitions.schema.service import Clock, Service
from casetypes.kernel.text import pick

MOST_STATES = 80  # more would be worked out for seconds, and nobody could read them
MARGIN = 32
HEADER = 64
FONT = "Inter, 'Atkinson Hyperlegible', system-ui, sans-serif"
INK, QUIET, LINE = "#1d2430", "#5a6473", "#8a94a3"
CHAR = 6.9  # mean width of a letter at 13 px
ROW = 17
CONDITION = "\N{NO-BREAK SPACE}?"
SWATCH_ROW = 24
TITLE_ROW, QUIET_ROW, STATE_ROW = 24, 28, 18  # letters in a row


@dataclass(frozen=True)
class _Line:
    text: str
    quiet: bool = False


def state_diagram(spec: Service, language: str = "es", unread: Collection[DataPath] = ()) -> str:
    """A whole SVG document, with title and description for screen readers; needs no style sheet or script.

    `unread` are the places where something stands in for what could not be read (`Loaded.dropped`).
    """
    with translation.override(language):
        if len(spec.states) > MOST_STATES:
            return _too_many(spec, language)
        labels = _labels(spec, language)
        layout = arrange(
            {key: _box_size(spec, key, language) for key in spec.states},
            {arrow: _label_size(lines) for arrow, lines in labels.items()},
        )
        clocks = [_clock_text(spec, key, clock, language, unread) for key, clock in spec.clocks.items()]
        return _document(spec, language, layout, labels, clocks)


def _too_many(spec: Service, language: str) -> str:
    """A picture that says why there is none."""
    words = _("The service “%(service)s” has %(count)s states: too many to draw.") % {
        "service": pick(spec.title, language), "count": len(spec.states),
    }  # fmt: skip
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 64" width="720" height="64" role="img" '
        f'aria-labelledby="t" lang="{language}" font-family="{FONT}" font-size="15"><title id="t">{escape(words)}'
        f'</title><rect width="100%" height="100%" fill="#fff"/><text x="16" y="38" fill="{INK}">{escape(words)}'
        "</text></svg>\n"
    )


def _labels(spec: Service, language: str) -> dict[tuple[str, str], list[_Line]]:
    """What is written at each arrow: per transition its title, then who makes it."""
    labels: dict[tuple[str, str], list[_Line]] = {}
    for key, transition in spec.transitions.items():
        who = [_Line(row, quiet=True) for row in _rows(", ".join(map(role_word, transition.by)), QUIET_ROW)]
        mark = CONDITION if transition.require else ""
        title = [
            _Line(row) for row in _rows((pick(transition.title, language) or written(key)) + mark, TITLE_ROW)
        ]
        for branch in transition.to:
            when = [
                _Line(row, quiet=True)
                for row in _rows(branch_in_words(spec, transition, branch, language), QUIET_ROW)
            ]
            for source in transition.sources:
                if source in spec.states and branch.goto in spec.states:
                    labels.setdefault((source, branch.goto), []).extend([*title, *when, *who])
    return labels


def _rows(text: str, letters: int) -> list[str]:
    return TextWrapper(letters, break_on_hyphens=False, break_long_words=False).wrap(text)


def _width(text: str) -> float:
    return len(text) * CHAR


def _label_size(lines: list[_Line]) -> tuple[float, float]:
    return max(_width(line.text) * (0.92 if line.quiet else 1) for line in lines) + 16, ROW * len(lines) + 10


def _box_size(spec: Service, key: str, language: str) -> tuple[float, float]:
    rows = _rows(_state_title(spec, key, language), STATE_ROW)
    quiet = [status_word(spec.states[key].public), *_clock_rows(spec, key, language)]
    widest = max(*(_width(row) * 1.15 for row in rows), *map(_width, quiet))
    arrows = max(
        sum(key in each.sources for each in spec.transitions.values()),
        sum(branch.goto == key for each in spec.transitions.values() for branch in each.to),
    )
    return widest + 32, max(18.0 * len(rows) + 16 * len(quiet) + 18, 16.0 * arrows + 12)


def _clock_rows(spec: Service, key: str, language: str) -> list[str]:
    """Which deadlines run in a state and which stand still: "Runs: Solution"."""
    runs, waits = (
        ", ".join(
            pick(clock.title, language) or written(name)
            for name, clock in spec.clocks.items()
            if key in (clock.runs_in if running else clock.pauses_in)
        )
        for running in (True, False)
    )
    said = [_("Runs: %(clocks)s") % {"clocks": runs}] if runs else []
    said += [_("Stands still: %(clocks)s") % {"clocks": waits}] if waits else []
    return [row for words in said for row in _rows(words, QUIET_ROW)]


def _state_title(spec: Service, key: str, language: str) -> str:
    return pick(spec.states[key].title, language) or written(key)


def _document(
    spec: Service,
    language: str,
    layout: Layout,
    labels: dict[tuple[str, str], list[_Line]],
    clocks: list[str],
) -> str:
    width = max(layout.width + 2 * MARGIN, *(_width(text) + 2 * MARGIN for text in [*clocks, ""]), 480)
    footer = [*clocks, *_legend(spec, layout)]
    swatches = _swatches(spec, width, layout.height + HEADER + MARGIN * 1.5 + ROW * (len(footer) + 0.6))
    height = layout.height + HEADER + 2 * MARGIN + ROW * (len(footer) + 0.6) + SWATCH_ROW * swatches.rows
    title = _("States of the service “%(service)s”") % {"service": pick(spec.title, language)}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-labelledby="t d" lang="{language}" font-family="{FONT}" '
        'font-size="13">',
        f'<title id="t">{escape(title)}</title>',
        f'<desc id="d">{escape(_description(spec, language))}</desc>',
        '<defs><marker id="a" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" '
        f'orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" fill="{QUIET}"/></marker></defs>',
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="{MARGIN}" y="{MARGIN + 10}" font-size="20" font-weight="700" fill="{INK}">{escape(title)}</text>',
        f'<g transform="translate({MARGIN} {HEADER + MARGIN / 2:.0f})">',
        *(_line(layout, link) for link in layout.links),
        *(_text_block(layout, link.label, labels[(link.source, link.target)]) for link in layout.links),
        *(_state(spec, layout, key, language) for key in spec.states),
        "</g>",
        *_footer(footer, layout.height + HEADER + MARGIN * 1.5),
        *swatches.parts,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _description(spec: Service, language: str) -> str:
    """The diagram in words: every way from each state."""
    sentences = []
    for key, state in spec.states.items():
        ways = [
            _("%(action)s leads to %(state)s")
            % {
                "action": pick(each.title, language) or written(name),
                "state": _targets(spec, each.to, language),
            }
            for name, each in spec.transitions.items()
            if key in each.sources
        ]
        head = f"{_state_title(spec, key, language)} ({status_word(state.public)})"
        sentences.append(f"{head}: {'; '.join(ways)}." if ways else f"{head}.")
    return " ".join(sentences)


def _targets(spec: Service, branches: Iterable[object], language: str) -> str:
    names = dict.fromkeys(getattr(branch, "goto", "") for branch in branches)
    return _(" or ").join(_state_title(spec, name, language) for name in names if name in spec.states)


def _state(spec: Service, layout: Layout, key: str, language: str) -> str:
    node, state = layout.states[key], spec.states[key]
    ink, surface = COLOURS[state.public]
    x, y = layout.x(node), node.y - node.height / 2
    middle = x + node.width / 2
    box = f'x="{x:.1f}" y="{y:.1f}" width="{node.width:.1f}" height="{node.height:.1f}"'
    parts = [f'<rect {box} rx="12" fill="{surface}" stroke="{ink}" stroke-width="1.6"/>']
    if state.final:
        inner = f'x="{x + 4:.1f}" y="{y + 4:.1f}" width="{node.width - 8:.1f}" height="{node.height - 8:.1f}"'
        parts.append(f'<rect {inner} rx="9" fill="none" stroke="{ink}" stroke-width="1"/>')
    if key == next(iter(spec.states)):
        parts.append(f'<circle cx="{x - 18:.1f}" cy="{node.y:.1f}" r="6" fill="{INK}"/>')
        parts.append(f'<path d="M{x - 12:.1f} {node.y:.1f}H{x:.1f}" stroke="{INK}" stroke-width="1.4"/>')
    rows = _rows(_state_title(spec, key, language), STATE_ROW)
    quiet = _clock_rows(spec, key, language)
    top = node.y - (18 * len(rows) + 16 * (len(quiet) + 1)) / 2 + 13
    parts += [
        f'<text x="{middle:.1f}" y="{top + 18 * index:.1f}" text-anchor="middle" font-size="14" font-weight="700" '
        f'fill="{INK}">{escape(row)}</text>'
        for index, row in enumerate(rows)
    ]
    parts.append(
        f'<text x="{middle:.1f}" y="{top + 18 * len(rows):.1f}" text-anchor="middle" font-size="12" '
        f'fill="{ink}">{escape(status_word(state.public))}</text>'
    )
    parts += [
        f'<text x="{middle:.1f}" y="{top + 18 * len(rows) + 16 * index:.1f}" text-anchor="middle" font-size="11" '
        f'fill="{INK}">{escape(row)}</text>'
        for index, row in enumerate(quiet, 1)
    ]
    return "".join(parts)


def _text_block(layout: Layout, node: Node, lines: list[_Line]) -> str:
    """Above its line: the title of each transition, and who makes it."""
    x = layout.x(node) + node.width / 2
    y = node.y + node.height / 2 - 8 - ROW * len(lines)
    rows = []
    for index, line in enumerate(lines):
        style = f'font-size="12" fill="{QUIET}"' if line.quiet else f'font-weight="600" fill="{INK}"'
        place = f'x="{x:.1f}" y="{y + ROW * (index + 0.8):.1f}" text-anchor="middle"'
        rows.append(f"<text {place} {style}>{escape(line.text)}</text>")
    return "".join(rows)


def _line(layout: Layout, link: Link) -> str:
    """A curve from box to box that lies level where it passes under its label and through columns."""
    back = _goes_back(link)
    points = [_port(layout, link.nodes[0], link, leaves=True)]
    for node in link.nodes[1:-1]:
        left, right = layout.lefts[node.column], layout.lefts[node.column] + layout.widths[node.column]
        y = node.y + node.height / 2 - 4 if node.kind == "label" else node.y
        points += [(right, y), (left, y)] if back else [(left, y), (right, y)]
    points.append(_port(layout, link.nodes[-1], link, leaves=False))
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False):
        bend = (x2 - x1) / 2
        path += f"C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    dash = ' stroke-dasharray="5 4"' if back else ""
    return f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="1.4"{dash} marker-end="url(#a)"/>'


def _goes_back(link: Link) -> bool:
    return link.nodes[-1].column < link.nodes[0].column


def _port(layout: Layout, box: Node, link: Link, *, leaves: bool) -> tuple[float, float]:
    """Where a line meets a box: lines of one side are spread in the order in which they arrive."""
    neighbour = link.nodes[1] if leaves else link.nodes[-2]
    on_right = neighbour.column > box.column
    side = sorted(box.right if on_right else box.left, key=_line_height)
    place = (side.index(neighbour) + 1) / (len(side) + 1)
    x = layout.x(box) + (box.width if on_right else 0)
    return x, box.y - box.height / 2 + box.height * place


def _line_height(node: Node) -> float:
    return node.y + node.height / 2 - 4 if node.kind == "label" else node.y


def _clock_text(spec: Service, key: str, clock: Clock, language: str, unread: Collection[DataPath]) -> str:
    """ "Solution: 2 working days or 5 working days; stands still in: Waiting"."""
    name = pick(clock.title, language) or written(key)
    spans = [
        _("a time that cannot be read")
        if _is_unread(("clocks", key, "budget", index), unread)
        else span_in_words(rule.span)
        for index, rule in enumerate(clock.budget)
    ]
    time = _("until the agreed moment") if clock.until else _(" or ").join(dict.fromkeys(spans))
    text = _("Deadline “%(clock)s”: %(time)s") % {"clock": name, "time": time}
    if clock.pauses_in:
        states = ", ".join(
            _state_title(spec, state, language) for state in clock.pauses_in if state in spec.states
        )
        text += "; " + _("stands still in: %(states)s") % {"states": states}
    return text


def _is_unread(place: DataPath, unread: Collection[DataPath]) -> bool:
    """Something in it could not be read, or what it is part of."""
    return any(place[: len(path)] == path or path[: len(place)] == place for path in unread)


def _legend(spec: Service, layout: Layout) -> list[str]:
    """One row that explains the signs which this drawing has; none without any."""
    conditional = any(each.require for each in spec.transitions.values())
    signs = (
        (any(map(_goes_back, layout.links)), _("Dashed lines go back.")),
        (conditional, _("“?” marks a step that asks for something first.")),
        (any(state.final for state in spec.states.values()), _("A double border is an end.")),
    )
    row = " ".join(words for shown, words in signs if shown)
    return [row] if row else []


@dataclass(frozen=True)
class _Swatches:
    parts: list[str]
    rows: int


def _swatches(spec: Service, width: float, top: float) -> _Swatches:
    """What each colour means, in as many rows as fit the width; only the statuses that this drawing has."""
    x, row, parts = float(MARGIN), 0, []
    for status in dict.fromkeys(state.public for state in spec.states.values()):
        ink, surface = COLOURS[status]
        words = status_word(status)
        if x + 30 + _width(words) > width - MARGIN:
            x, row = float(MARGIN), row + 1
        y = top + SWATCH_ROW * row
        parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="20" height="14" rx="4" fill="{surface}" stroke="{ink}"/>'
            f'<text x="{x + 27:.1f}" y="{y + 11.5:.1f}" font-size="12" fill="{INK}">{escape(words)}</text>'
        )
        x += 48 + _width(words)
    return _Swatches(parts, row + 1)


def _footer(rows: list[str], top: float) -> list[str]:
    return [
        f'<text x="{MARGIN}" y="{top + ROW * (index + 1):.1f}" font-size="12" fill="{QUIET}">{escape(text)}</text>'
        for index, text in enumerate(rows)
    ]

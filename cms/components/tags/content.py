"""What a page is filled with: cards, figures, tables, questions, notices."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string

from cms.components import charts, shapes
from cms.components.tags.library import register


@register.filter
def entry(row: Any, key: str) -> Any:
    """`row[key]`, or the attribute of that name; empty when absent."""
    return row.get(key, "") if hasattr(row, "get") else getattr(row, key, "")


@register.inclusion_tag("components/hero.html")
def hero(
    title: str, lead: str = "", quick: Sequence[tuple[str, str]] = (), search: bool = True
) -> dict[str, Any]:
    """The head of the home page; `quick` is a list of (address, label) shortcuts."""
    return {"title": title, "lead": lead, "quick": quick, "search": search}


@register.inclusion_tag("components/service_card.html")
def service_card(
    title: str, url: str, text: str = "", icon: str = "service", facts: Sequence[str] = (), layout: str = ""
) -> dict[str, Any]:
    """One service (or category): the whole card is the link. `layout="row"` for a compact one."""
    return {"title": title, "url": url, "text": text, "icon": icon, "facts": facts, "layout": layout}


@register.inclusion_tag("components/step_list.html")
def step_list(steps: Sequence[shapes.Step | str]) -> dict[str, Any]:
    """Numbered steps: texts, or `shapes.Step`."""
    return {"steps": [shapes.Step(step) if isinstance(step, str) else step for step in steps]}


@register.inclusion_tag("components/figure_tile.html")
def figure_tile(figure: shapes.Figure) -> dict[str, Any]:
    """Value, unit, change, sparkline, goal and "how it is computed"."""
    tone = {True: "better", False: "worse", None: "same"}[figure.better]
    arrow = figure.direction if figure.direction in {"up", "down"} else "level"
    spark = charts.sparkline(figure.series, figure.target)
    return {"figure": figure, "spark": spark, "arrow": arrow, "tone": tone}


@register.inclusion_tag("components/data_table.html")
def data_table(
    columns: Sequence[shapes.Column],
    rows: Sequence[Any],
    caption: str = "",
    note: str = "",
    row_header: bool = True,
) -> dict[str, Any]:
    """Rows are dictionaries or objects read by `Column.key`; the first column heads its row."""
    return {"columns": columns, "rows": rows, "caption": caption, "note": note, "row_header": row_header}


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    title: str, text: str = "", action_url: str = "", action: str = "", icon: str = "search"
) -> dict[str, Any]:
    """Nothing here, and what to do next."""
    return {"title": title, "text": text, "action_url": action_url, "action": action, "icon": icon}


@register.inclusion_tag("components/error_summary.html")
def error_summary(
    form: Any = None, errors: Sequence[tuple[str, str]] = (), focus: bool = True
) -> dict[str, Any]:
    """All errors of a Django form (or (id, text) pairs) at the head of the page, each a link to its field."""
    found = list(errors)
    if form is not None and form.is_bound:
        found += [("", text) for text in form.non_field_errors()]
        found += [(bound.id_for_label or bound.auto_id, text) for bound in form for text in bound.errors]
    return {"errors": found, "focus": focus}


@register.simple_block_tag
def question(content: str, title: str, help: str = "", step: str = "") -> str:  # noqa: A002
    """`{% question "What is wrong?" %} fields {% endquestion %}`: one question group per page."""
    return render_to_string(
        "components/question.html", {"title": title, "help": help, "step": step, "content": content}
    )


@register.simple_block_tag
def notice(content: str, title: str = "", kind: str = "info") -> str:
    """A remark in the flow of the page; `kind`: info, success, warning, error."""
    drawing = {"success": "resolved", "warning": "warning", "error": "warning"}.get(kind, "info")
    return render_to_string(
        "components/notice.html", {"title": title, "kind": kind, "icon": drawing, "content": content}
    )


@register.simple_block_tag
def disclosure(content: str, title: str, open: bool = False) -> str:  # noqa: A002
    """A native details element."""
    return render_to_string("components/disclosure.html", {"title": title, "open": open, "content": content})


@register.simple_block_tag(takes_context=True)
def confirm(context: template.Context, content: str, title: str, **options: str) -> str:
    """Ask before doing; the content explains. Options: action (address), button, cancel_url, danger."""
    values = {"title": title, "content": content, "csrf_token": context.get("csrf_token"), **options}
    return render_to_string("components/confirm.html", values)

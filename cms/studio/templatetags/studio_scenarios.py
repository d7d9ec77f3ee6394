"""What the scenarios of a draft's saved text came to, beside the draft and in its review."""

from typing import Any

from django import template

from casetypes.definitions.wording import in_words
from casetypes.proving.scenarios.output import figures, percent
from cms.studio import proven, selectors
from cms.studio.models import Draft

register = template.Library()
register.filter("in_words", in_words)
register.filter("percent", percent)
register.filter("figures", figures)
register.filter("draft_name", selectors.name_of)


@register.inclusion_tag("studio/proof.html", takes_context=True)
def proof_of(context: Any, draft: Draft) -> dict[str, Any]:
    return {
        "draft": draft,
        "proof": proven.known(draft) if draft.is_open else None,
        "standing": proven.standing(draft),
        "request": context.get("request"),
    }

"""What each lint rule found, in the words of a steward. The rules themselves are in `definitions.linter`."""

from casetypes.definitions.linter.pages import rule_pages
from casetypes.definitions.wording import in_words


def title_of(rule: str) -> str:
    """In the active language; the rule's own id for one that has no page."""
    page = rule_pages().get(rule)
    return in_words(page.title) if page else rule

"""A letter about a confidential case says what it is about: it names the service, the place, or words of a form."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "confidential-message"
TITLE = phrase("A message would say what a confidential case is about")
WHY = phrase("Whoever sees the letter would learn what the confidential case is about.")
MEND = phrase("Write a message that says only the folio, the city, the status, dates and the link.")
GOOD = """
confidential: true
readers: [control_desk]
public: {show: [], map: hidden}
on_open: {do: [{notify: recibido}]}
"""
BAD = """
confidential: true
readers: [control_desk]
public: {show: [], map: hidden}
title: {es: Recibimos, en: Received}
on_open: {do: [{notify: ▸recibido}]}
"""

NEUTRAL = frozenset({"folio", "city", "status", "opened", "due", "link", "workspace"})
PLACEHOLDER = re.compile(r"\{\{\s*([a-z_][a-z0-9_]*)\s*\}\}")


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    if not service.spec.confidential:
        return
    for one in service.references("message"):
        template = service.city.messages.get(one.value)
        for words in _telling(template, service.spec.title) if template else ():
            message = phrase(
                'the message "%(key)s" of a confidential service says %(words)s', key=one.value, words=words
            )
            hint = phrase("Write one that says only %(words)s.", words=", ".join(sorted(NEUTRAL)))
            yield service.problem(RULE, one.path, message, hint)


def _telling(template: Mapping[str, Any], title: Mapping[str, str]) -> list[str]:
    """What a template gives away, each once: placeholders, and the service's title in its subject."""
    email = template.get("email") or {}
    subjects = list((email.get("subject") or {}).values())
    texts = [*subjects, *(email.get("body") or {}).values(), *(template.get("short") or {}).values()]
    used = {name for text in texts for name in PLACEHOLDER.findall(str(text))}
    named = {
        f"“{name}”"
        for name in title.values()
        if any(name.casefold() in str(subject).casefold() for subject in subjects)
    }
    return [*(f"{{{{ {name} }}}}" for name in sorted(used - NEUTRAL)), *sorted(named)]

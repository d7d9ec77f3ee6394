"""`definitions explain [RULE]`: what a lint rule looks for, why, with a bad and a good example, and how to mend it."""

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from django.utils.translation import gettext as _

from casetypes.definitions.commands.language import add_language, speaking
from casetypes.definitions.linter.pages import rule_pages
from casetypes.definitions.problems import did_you_mean, phrase
from casetypes.definitions.rule_page import PLACE, RulePage
from casetypes.definitions.wording import in_words

HELP = "what a lint rule means, with a bad and a good example"
LONGEST_LINE = 100


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "rule", nargs="?", help="the id of a rule, such as unknown-state; without it all are listed"
    )
    add_language(parser)


def run(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    pages = rule_pages()
    with speaking(options["language"]):
        if options["rule"] is None:
            width = max(map(len, pages))
            out.writelines(f"{rule:<{width}}  {in_words(page.title)}\n" for rule, page in pages.items())
            return 0
        page = pages.get(options["rule"])
        if page is None:
            unknown = phrase('there is no rule "%(rule)s"', rule=options["rule"])
            err.write(f"{in_words(unknown)}. {in_words(did_you_mean(options['rule'], pages))}\n")
            return 2
        out.writelines(f"{line}\n" for line in _lines(page))
    return 0


def _lines(page: RulePage) -> Iterator[str]:
    yield f"{page.rule}: {in_words(page.title)}"
    yield ""
    yield in_words(page.why)
    if page.speaker != "lint":
        yield _("Found by: definitions %(command)s") % {"command": page.speaker}
    where = "" if page.file == "service" else f" ({page.file}.yaml)"
    yield ""
    yield f"{_('Bad')}{where}:"
    yield from _example(page.bad)
    yield ""
    yield f"{_('Good')}{where}:"
    yield from _example(page.good)
    yield ""
    yield f"{_('How to mend it')}: {in_words(page.mend)}"


def _example(text: str) -> Iterator[str]:
    """Its lines, and under the place of the problem a caret."""
    for line in text.split("\n"):
        at = line.find(PLACE)
        shown = line.replace(PLACE, "")
        yield f"    {shown if len(shown) <= LONGEST_LINE else f'{shown[:LONGEST_LINE]}…'}"
        if at >= 0:
            yield f"    {' ' * at}^"

"""The commonest slips of YAML, told in plain words: what a parser's message does not say."""

import re

from casetypes.definitions.problems import phrase

_CURLY = re.compile("[\u201c\u201d\u2018\u2019]")
_UNQUOTED_SPECIAL = re.compile(r"[{,]\s*[\w-]+:\s+(?![\"'{\[])[^,}\"']*?(: |\s#|\?\s|\?[,}])")
_STARTS_SPECIAL = re.compile(r":\s+([@`%&*!|>?])")


def hint(lines: list[str], line: int) -> str:
    """A hint for a syntax error seen at `line` (from 1): the cause is on it or on the line before."""
    for number in (line, line - 1):
        if 1 <= number <= len(lines) and (found := _hint(lines[number - 1])):
            return (
                found
                if number == line
                else phrase("Look at line %(line)s. %(hint)s", line=number, hint=found)
            )
    return ""


_MESSAGES = {
    "did not find expected key": phrase(
        "A line stands at a depth that no line above it has, or a text before it was not "
        "closed: look at the indentation of this line and of the one above; lines of one level begin in one column."
    ),
    "did not find expected '-' indicator": phrase(
        "In this list every entry begins with a dash in one column: look at the "
        "indentation of this line and of the one above."
    ),
    "mapping values are not allowed": phrase(
        "A second “:” on one line, or a line deeper than the one above allows: look at "
        "the indentation of this line and of the one above; a text with a colon needs quotes."
    ),
    "block sequence entries are not allowed": phrase(
        "A list that begins with a dash starts on a line of its own: look at the "
        "indentation of this line and of the one above."
    ),
    "could not find expected ':'": phrase(
        "A key needs a colon and a space behind it: look at this line and the one above."
    ),
    "did not find expected ',' or": phrase(
        "A brace or bracket is not closed, or a comma is missing: look at this line and the one above."
    ),
    "did not find expected node content": phrase(
        "Something is missing behind a colon, a comma or a dash: look at this line and the one above."
    ),
    "found unexpected end of stream": phrase(
        "A quote that was opened is not closed before the end of the file."
    ),
    "found character that cannot start any token": phrase(
        "A text that begins with a sign needs quotes; indent with spaces, never with a tab."
    ),
    "found unexpected document indicator": phrase("A quote that was opened is not closed before this line."),
    "did not find expected <document start>": phrase(
        "The first key of the file begins in the first column: look at the "
        "indentation of this line and of the one above."
    ),
    "found invalid Unicode character escape code": phrase(
        "After \\u stand four digits of a sign that exists."
    ),
    "found incompatible YAML document": phrase("Remove the line that begins with %YAML."),
    "found unknown escape character": phrase(
        "In double quotes a backslash begins a special sign; write it twice, or use single quotes."
    ),
}


def plain_words(message: str) -> str:
    """What a message of the YAML parser asks to look at; "" for one that is not known."""
    return next((words for part, words in _MESSAGES.items() if part in message), "")


def _hint(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        return phrase("This line is indented with a tab; use spaces.")
    if _CURLY.search(line):
        return phrase("This line has curly quotes; write straight ones (\" or ').")
    if found := _UNQUOTED_SPECIAL.search(line):
        sign = found.group(1).strip(" ,}") or "?"
        return phrase('Inside braces a text with "%(sign)s" needs quotes: {es: "¿Qué pasa?"}.', sign=sign)
    if found := _STARTS_SPECIAL.search(line):
        return phrase('A text that begins with "%(sign)s" needs quotes.', sign=found.group(1))
    if line.count("'") % 2 and "{" in line:
        return phrase("A single quote inside a text ends it; put the text in double quotes.")
    if re.search(r"[{,]\s*[\w-]+:\s+\"[^\"]*\"\s*[^\s,}\]]", line):
        return phrase('Text goes on after a closing quote; quotes inside a text are written \\".')
    if re.match(r"\s*[\w-]+:\s+[^\"'{\[#].*: ", line):
        return phrase('A text with ": " needs quotes.')
    if line.count("{") > line.count("}"):
        return phrase("A brace that opens on this line is not closed on it.")
    return ""

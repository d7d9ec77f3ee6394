"""The commonest slips of YAML, told in plain words: what a parser's message does not say."""

import re

_CURLY = re.compile("[\u201c\u201d\u2018\u2019]")
_UNQUOTED_SPECIAL = re.compile(r"[{,]\s*[\w-]+:\s+(?![\"'{\[])[^,}\"']*?(: |\s#|\?\s|\?[,}])")
_STARTS_SPECIAL = re.compile(r":\s+([@`%&*!|>?])")


def hint(lines: list[str], line: int) -> str:
    """A hint for a syntax error seen at `line` (from 1): the cause is on it or on the line before."""
    for number in (line, line - 1):
        if 1 <= number <= len(lines) and (found := _hint(lines[number - 1])):
            return found if number == line else f"Look at line {number}. {found}"
    return ""


def _hint(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        return "This line is indented with a tab; use spaces."
    if _CURLY.search(line):
        return "This line has curly quotes; write straight ones (\" or ')."
    if found := _UNQUOTED_SPECIAL.search(line):
        sign = found.group(1).strip(" ,}") or "?"
        return f'Inside braces a text with "{sign}" needs quotes: {{es: "¿Qué pasa?"}}.'
    if found := _STARTS_SPECIAL.search(line):
        return f'A text that begins with "{found.group(1)}" needs quotes.'
    if line.count("'") % 2 and "{" in line:
        return "A single quote inside a text ends it; put the text in double quotes."
    if re.search(r"[{,]\s*[\w-]+:\s+\"[^\"]*\"\s*[^\s,}\]]", line):
        return 'Text goes on after a closing quote; quotes inside a text are written \\".'
    if re.match(r"\s*[\w-]+:\s+[^\"'{\[#].*: ", line):
        return 'A text with ": " needs quotes.'
    if line.count("{") > line.count("}"):
        return "A brace that opens on this line is not closed on it."
    return ""

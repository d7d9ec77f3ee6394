"""What machines send: JSON as everywhere, with two refusals that the framework's parser lacks."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

TOO_DEEP = "JSON parse error - nested too deeply"
NO_TEXT = "JSON parse error - half a character (a lone surrogate) is no text"


class PlainJSONParser(JSONParser):
    """Raises ParseError (400) also for what is nested so deeply that reading it would fail, and for text with a lone
    surrogate, which no database takes."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            told = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError(TOO_DEEP) from None
        if not _is_text(told):
            raise ParseError(NO_TEXT)
        return told


def _is_text(told: Any) -> bool:
    """Whether every key and text can be written as UTF-8. As deep as what was read, no deeper."""
    if isinstance(told, str):
        return told.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in told)
    if isinstance(told, dict):
        return all(_is_text(key) and _is_text(value) for key, value in told.items())
    return not isinstance(told, list) or all(map(_is_text, told))

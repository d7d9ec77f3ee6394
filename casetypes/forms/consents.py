"""The Django side of a consent: one checkbox that knows the notice and version it agrees to."""

from typing import Any

from django import forms


class ConsentField(forms.BooleanField):
    """The renderer shows `text` beside the checkbox."""

    def __init__(self, *, notice: str, version: str, text: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.notice = notice
        self.version = version
        self.text = text

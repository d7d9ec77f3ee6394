"""The Django side of a note: a field without an answer, for the renderer to show its text."""

from typing import Any

from django import forms


class NoteField(forms.Field):
    """Shown in its place among the questions; never in the answers."""

    def __init__(self, *, text: str, tone: str, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.HiddenInput, **kwargs)
        self.text = text
        self.tone = tone

    def clean(self, value: Any) -> None:
        return None

"""Every text of the rooms that take reports in has its Spanish."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from django.conf import settings

WORDS = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext_lazy": (1, 2)}


@pytest.mark.parametrize("room", ["forms", "citizens", "evidence", "intake", "surveys"])
def test_no_text_of_the_room_lacks_its_spanish(room):
    folder = Path(settings.BASE_DIR) / "casetypes" / room
    with (folder / "locale/es/LC_MESSAGES/django.po").open("rb") as file:
        spanish = {message.id: message.string for message in read_po(file, abort_invalid=True) if message.id}
    written = {
        message
        for _file, _line, message, *_rest in extract_from_dir(folder, [("**.py", "python")], keywords=WORDS)
    }
    assert written - set(spanish) == set()
    assert set(spanish) - written == set()
    assert all(spanish.values())

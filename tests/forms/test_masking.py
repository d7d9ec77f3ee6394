"""A mask shows at most what it says: never more of a value than its allowed characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetypes.forms import masking
from casetypes.forms.builder import type_of
from casetypes.forms.masking import HIDDEN
from casetypes.forms.types.address import AddressOptions
from casetypes.forms.types.curp import CurpOptions
from casetypes.forms.types.date import DateOptions
from casetypes.forms.types.email import EmailOptions
from casetypes.forms.types.long_text import LongTextOptions
from casetypes.forms.types.phone import PhoneOptions
from casetypes.forms.types.text import TextOptions

anything = st.text(max_size=60)


@given(anything)
def test_of_a_text_at_most_the_first_letter_shows(text):
    shown = masking.first_letter(text)
    assert shown.endswith(HIDDEN)
    assert shown.removesuffix(HIDDEN) in {"", text.strip()[:1]}
    assert len(text.strip()) >= 3 or shown == HIDDEN


@given(st.one_of(anything, st.emails()))
def test_of_an_address_at_most_two_letters_and_the_country_show(text):
    shown = masking.email(text)
    name, _at, domain = text.partition("@")
    host, _dot, country = domain.rpartition(".")
    allowed = {HIDDEN} | {
        f"{first}{HIDDEN}@{second}{HIDDEN}.{country}"
        for first in ("", name.strip()[:1]) for second in ("", host.strip()[:1])
    }  # fmt: skip
    assert shown in allowed


@given(st.one_of(anything, st.from_regex(r"\+[0-9]{4,15}", fullmatch=True)))
def test_of_a_number_at_most_the_last_four_of_eight_digits_show(text):
    shown, digits = masking.phone(text), [each for each in text if each.isdigit()]
    assert shown == (f"{HIDDEN} {''.join(digits[-4:])}" if len(digits) >= 8 else HIDDEN)


@given(
    st.dictionaries(
        st.sampled_from(["street", "exterior", "interior", "between", "postal_code", "references"]), anything
    )
)
def test_of_a_postal_address_only_the_colonia_shows(parts):
    assert masking.address(parts) == HIDDEN
    assert masking.address({**parts, "colonia": "Centro"}) == f"{HIDDEN} Centro"


@pytest.mark.parametrize(("spec", "value", "shown"), [
    (EmailOptions(type="email"), "ana@example.org", "a•••@e•••.org"),
    (EmailOptions(type="email"), "al@x.mx", "•••@•••.mx"),
    (PhoneOptions(type="phone"), "+528711234567", "••• 4567"),
    (TextOptions(type="text"), "Ana Ríos", "A•••"),
    (TextOptions(type="text"), "42", "•••"),
    (LongTextOptions(type="long_text"), "Caí con la moto.", "•••"),
    (CurpOptions(type="curp"), "RIAA800101MCLXXX09", "•••"),
    (DateOptions(type="date"), "2026-11-20", "•••"),
    (AddressOptions(type="address"), {"street": "Av. Juárez", "exterior": "12", "colonia": "Centro"}, "••• Centro"),
])  # fmt: skip
def test_each_type_masks_its_own_values(spec, value, shown):
    assert type_of(spec).mask(value, spec) == shown

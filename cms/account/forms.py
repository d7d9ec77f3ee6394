"""The small forms of the account: an address, a code, a folio to follow."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casetypes.channels import sms
from casetypes.forms import phones


class CodeInput(forms.TextInput):
    """Empty each time it is shown: a wrong code is typed anew."""

    def format_value(self, value: object) -> None:
        return None


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=12,
        widget=CodeInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )


class EmailForm(forms.Form):
    """`address` is the e-mail."""

    kind = "email"
    address = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )


class PhoneForm(forms.Form):
    """`address` is the number in E.164."""

    kind = "phone"
    address = forms.CharField(
        label=_("Mobile phone"),
        max_length=30,
        help_text=_("Ten digits."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean_address(self) -> str:
        number = phones.normalise(self.cleaned_data["address"])
        if not sms.goes_to(number):
            raise forms.ValidationError(_("We send no text messages to that country. Use your e-mail."))
        return number


AddressForm = EmailForm | PhoneForm
FORMS: dict[str, type[EmailForm] | type[PhoneForm]] = {"email": EmailForm, "phone": PhoneForm}


def kinds() -> tuple[str, ...]:
    """How a code can travel today: by text message only where the city sends them and their cap is not reached."""
    return ("email", "phone") if sms.is_open() else ("email",)

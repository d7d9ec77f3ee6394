"""The small forms of signing in: a name with a password, a code, a new password."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casetypes.access.models import User

LONGEST_PASSWORD = 1000  # hashing takes time; nobody types more


def _password(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": autocomplete, "data-password": True})


class SignInForm(forms.Form):
    """Only asks; `sign_ins.try_password` judges."""

    username = forms.CharField(
        label=_("User name or e-mail"),
        max_length=254,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )
    password = forms.CharField(
        label=_("Password"), strip=False, max_length=LONGEST_PASSWORD, widget=_password("current-password")
    )


class CodeForm(forms.Form):
    """Six digits of an app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "none",
                "spellcheck": "false", "autofocus": True,
            }
        ),
    )  # fmt: skip


class RecoveryForm(CodeForm):
    """A recovery code has letters too: another keyboard."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Recovery code")
        self.fields["code"].widget.attrs |= {"inputmode": "text", "autocomplete": "off"}


class PasswordForm(forms.Form):
    """One's own password once more."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=_password("current-password"),
    )


class ForgottenForm(forms.Form):
    address = forms.EmailField(
        label=_("E-mail"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "autofocus": True}),
    )  # fmt: skip


class NewPasswordForm(forms.Form):
    """A new password, judged by the rules of `AUTH_PASSWORD_VALIDATORS`. Typed once: it can be shown."""

    new_password = forms.CharField(
        label=_("New password"), strip=False, max_length=LONGEST_PASSWORD, widget=_password("new-password")
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["new_password"].help_text = password_validators_help_text_html()

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self.user)
        if self.user.check_password(password):
            raise ValidationError(_("This is your present password. Choose another one."))
        return password


class ChangePasswordForm(NewPasswordForm):
    """One's own, which one knows."""

    field_order = ["password", "new_password"]
    password = forms.CharField(
        label=_("Your present password"), strip=False, max_length=LONGEST_PASSWORD,
        widget=_password("current-password"),
    )  # fmt: skip

"""The forms of the administration of people. What they may hold is decided by the services behind them."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from casetypes.access.actors import Actor
from casetypes.access.models import Crew, Department, Desk, User
from casetypes.access.posts import today
from casetypes.access.staff import absences
from casetypes.access.staff.memberships import Granting
from casetypes.access.staff.places_of_roles import PLACES, Place
from casetypes.cases.role_names import role_name
from casetypes.kernel.text import pick

Choices = list[tuple[str, str]]
LANGUAGES = settings.LANGUAGES


def a_day(label: object, **more: Any) -> forms.DateField:
    """A day, picked in the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)  # type: ignore[arg-type]


def role_choices() -> Choices:
    return [(key, role_name(key).capitalize()) for key in PLACES]


def desk_choices() -> Choices:
    return _named(Desk.objects.filter(active=True).order_by("key").values_list("key", "name"))


def department_choices() -> Choices:
    return _named(Department.objects.order_by("key").values_list("key", "name"))


def crew_choices() -> Choices:
    return _named(Crew.objects.filter(active=True).order_by("key").values_list("key", "name"))


def _named(rows: Any) -> Choices:
    language = get_language() or "es"
    return sorted(((key, pick(name, language)) for key, name in rows), key=lambda row: row[1].lower())


class FilterForm(forms.Form):
    """What narrows the list; sent by GET."""

    q = forms.CharField(label=gettext_lazy("Name, user name or e-mail"), required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    desk = forms.ChoiceField(label=gettext_lazy("Desk"), required=False)
    department = forms.ChoiceField(label=gettext_lazy("Department"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, data: Any, states: Choices) -> None:
        super().__init__(data)
        anything = ("", _("All"))
        for name, choices in (
            ("role", role_choices()), ("desk", desk_choices()), ("department", department_choices()), ("state", states),
        ):  # fmt: skip
            self.fields[name].choices = [anything, *choices]  # type: ignore[attr-defined]


class PostForm(forms.Form):
    """A role at a place, from a day to a last day."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    desk = forms.ChoiceField(
        label=gettext_lazy("Desk"), required=False,
        help_text=gettext_lazy("For control desk, provider, service agent and supervisor."),
    )  # fmt: skip
    crew = forms.ChoiceField(label=gettext_lazy("Crew"), required=False, help_text=gettext_lazy("For crews."))
    department = forms.ChoiceField(
        label=gettext_lazy("Department"), required=False,
        help_text=gettext_lazy("Instead of a desk, for service agent and supervisor; a data steward's, if any."),
    )  # fmt: skip
    begins_on = a_day(
        gettext_lazy("From"), required=False, help_text=gettext_lazy("Leave it empty: from today.")
    )
    ends_on = a_day(
        gettext_lazy("Last day"), required=False,
        help_text=gettext_lazy("Leave it empty: until somebody ends it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = ("", "—")
        for name, choices in (
            ("role", role_choices()), ("desk", desk_choices()), ("crew", crew_choices()),
            ("department", department_choices()),
        ):  # fmt: skip
            self.fields[name].choices = [nothing, *choices]  # type: ignore[attr-defined]

    def granting(self, user_id: int) -> Granting:
        data = self.cleaned_data
        place = Place(data["desk"] or None, data["department"] or None, data["crew"] or None)
        return Granting(user_id, data["role"], place, data["begins_on"], data["ends_on"])


class InviteForm(forms.Form):
    """A new person; their posts are forms of their own (`PostForms`)."""

    address = forms.CharField(
        label=gettext_lazy("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}), max_length=254
    )
    full_name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    username = forms.CharField(
        label=gettext_lazy("User name"), required=False, max_length=60,
        help_text=gettext_lazy("To sign in. Leave it empty: it is made of the address."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)


class InvitedPostForm(PostForm):
    """A post of an invitation; left empty it is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.has_changed() and not data.get("role") and "role" not in self.errors:
            self.add_error("role", _("Choose the role, or empty the whole post."))
        return data


MOST_POSTS = 10
PostForms = forms.formset_factory(InvitedPostForm, extra=1, max_num=MOST_POSTS, validate_max=True)


class ChangeForm(forms.Form):
    full_name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)


class AddressForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("New e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}), max_length=254,
        help_text=gettext_lazy("A letter goes there. The address counts once its link was opened."),
    )  # fmt: skip


class EndForm(forms.Form):
    """How a post ends: at once, or after its last day."""

    when = forms.ChoiceField(
        label=gettext_lazy("When"), widget=forms.RadioSelect, initial="now",
        choices=[("now", gettext_lazy("At once")), ("later", gettext_lazy("After its last day"))],
    )  # fmt: skip
    last_day = a_day(gettext_lazy("Last day"), required=False)
    because = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("when") == "later" and not data.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", _("Choose the last day."))
        return data


class BecauseForm(forms.Form):
    because = forms.CharField(label=gettext_lazy("Why"), max_length=300)


class CloseDeskForm(BecauseForm):
    """A desk that closes: all of its posts end."""

    desk = forms.ChoiceField(label=gettext_lazy("Desk"))
    field_order = ("desk",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = _named(Desk.objects.order_by("key").values_list("key", "name"))
        self.fields["desk"].choices = every  # type: ignore[attr-defined]


class AbsenceForm(forms.Form):
    begins_on = a_day(gettext_lazy("From"))
    ends_on = a_day(
        gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave it empty: until somebody ends it."),
    )
    deputy = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Who stands in"), required=False, empty_label=gettext_lazy("Nobody"),
        help_text=gettext_lazy("This person holds the posts of the absent one meanwhile, besides their own."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why"), required=False, max_length=300,
        help_text=gettext_lazy("For example vacation. Nothing about anybody's health."),
    )  # fmt: skip

    def __init__(self, user_id: int, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["begins_on"].initial = today()
        self.fields["deputy"].queryset = absences.candidates(actor, user_id)  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    """When a person leaves, why, and who gets their open cases."""

    leaves_on = a_day(
        gettext_lazy("From which day"), required=False,
        help_text=gettext_lazy("Leave it empty: at once. Else everything ends at the beginning of that day."),
    )  # fmt: skip
    hands_over_to = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Who gets the open cases"), required=False,
        empty_label=gettext_lazy("Their desks"),
        help_text=gettext_lazy("Cases that this person may not work on go back to their desks."),
    )  # fmt: skip
    because = forms.CharField(label=gettext_lazy("Why"), max_length=300)

    def __init__(self, user_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = User.objects.filter(is_active=True).exclude(pk=user_id).order_by("full_name", "username")
        self.fields["hands_over_to"].queryset = others  # type: ignore[attr-defined]


class TokenForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("What the token is for"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    ends_on = a_day(
        gettext_lazy("Last day"), required=False,
        help_text=gettext_lazy("Leave it empty: until somebody revokes it."),
    )  # fmt: skip

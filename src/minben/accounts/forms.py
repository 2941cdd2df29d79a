"""What people type to sign in."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from minben.accounts.models import User


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _(
            "This name and password do not go together. Mind capital letters. "
            "After five wrong tries in a row the account rests for half an hour."
        ),
        "inactive": _("This account is closed. An administrator can open it again."),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("Account name")
        self.fields["password"].label = _("Password")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits from the app on your phone, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "class": "short", "autocapitalize": "off"}
        ),
    )


class NewPasswordForm(PasswordChangeForm):
    """Django's own checks under plainer labels."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["old_password"].label = _("Password you have now")
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = _(
            "At least eight characters; not only digits, not a common word, not your name."
        )
        self.fields["new_password2"].label = _("New password once more")
        self.fields["new_password2"].help_text = ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("new_password1") and given["new_password1"] == given.get("old_password"):
            self.add_error("new_password1", _("Choose another one than you have now."))
        return given

    def save(self, commit: bool = True) -> User:
        self.user.password_given = False
        return super().save(commit)

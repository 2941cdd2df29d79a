"""Where an administrator opens and closes accounts, and takes off a lost second step."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse

from minben.accounts.models import SecondFactor, User

# Roles say what people may do; groups would be a second, hidden table of the same.
admin.site.unregister(Group)


class NewUserForm(UserCreationForm[User]):
    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("username", "role", "display")


@admin.register(User)
class Accounts(UserAdmin[User]):
    list_display = ("username", "display", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("username", "display")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (
            None,
            {"fields": ("username", "display", "role", "email", "is_active", "password", *readonly_fields)},
        ),
    )
    add_form = NewUserForm
    add_fieldsets = ((None, {"fields": ("username", "role", "display", "password1", "password2")}),)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        # The administrator who opens an account has typed its password.
        obj.password_given = obj.password_given or not change
        super().save_model(request, obj, form, change)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        answer = super().user_change_password(request, id, form_url)
        # An administrator's own is known to nobody else.
        if answer.status_code == HTTPStatus.FOUND and id != str(request.user.pk):
            User.objects.filter(pk=id).update(password_given=True)
        return answer

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # What somebody did outlives their post: an account is closed, never deleted.
        return False


@admin.register(SecondFactor)
class SecondSteps(admin.ModelAdmin[SecondFactor]):
    list_display = ("user", "confirmed_at")
    search_fields = ("user__username",)
    fields = readonly_fields = ("user", "confirmed_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

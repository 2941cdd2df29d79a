"""Where an administrator opens and closes accounts, and takes off a lost second step."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest

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

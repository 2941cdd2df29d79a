"""Django's admin, open to administrators alone; whatever they change there stands in the ledger too."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import redirect_to_login
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from minben.accounts.actions import WrongRole
from minben.accounts.queries import Role, role_of
from minben.commons.clock import now
from minben.commons.digests import JSON
from minben.ledger import actions as ledger

# Django's admin changes a password on a page of its own, without saying which field it was.
_UNNAMED = ("password",)


class Recorded(ModelAdmin[Any]):
    """Writes each addition, change and removal into the ledger: which row and which fields, no person's data."""

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        obj.changed_in_admin = tuple(form.changed_data)  # type: ignore[attr-defined]  # carried to the log below

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        ledger.write([_act("admin.added", request, obj)])
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        ledger.write([_act("admin.changed", request, obj)])
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        ledger.write([_act("admin.removed", request, obj) for obj in queryset])
        return super().log_deletions(request, queryset)


class MinbenAdminSite(AdminSite):
    site_header = "民本 Minben"

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active) and role_of(request.user) is Role.ADMINISTRATOR

    def register(
        self, model_or_iterable: Any, admin_class: type[ModelAdmin[Any]] | None = None, **options: Any
    ) -> None:
        plain = admin_class or ModelAdmin
        super().register(
            model_or_iterable, type(f"Recorded{plain.__name__}", (Recorded, plain), {}), **options
        )

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the one door there is: there names and addresses are counted, and the second step follows."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise WrongRole(has=role_of(request.user), roles=(Role.ADMINISTRATOR,))
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Let what is posted and what is written about it in the ledger stand or fall together."""

        @wraps(view)
        def whole(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method != "POST":
                return view(request, *args, **kwargs)
            with transaction.atomic():
                return view(request, *args, **kwargs)

        return super().admin_view(whole, cacheable)


def _act(what: str, request: HttpRequest, obj: models.Model) -> ledger.Act:
    fields: list[str] = []
    if what == "admin.added":
        fields = [field.name for field in obj._meta.concrete_fields if field.editable]
    elif what == "admin.changed":
        fields = sorted(getattr(obj, "changed_in_admin", _UNNAMED))
    detail: dict[str, JSON] = {"fields": list(fields)} if fields else {}
    if values := dict(_codes(obj, fields)):
        detail["values"] = values
    subject = f"{obj._meta.label_lower}:{obj.pk}"
    return ledger.Act(what, f"user:{request.user.pk}", subject, now(), detail=detail)


def _codes(obj: models.Model, names: Sequence[str]) -> Iterable[tuple[str, JSON]]:
    """What a field is now, where it is a word of a list, a key, a day or a yes: nothing that anybody typed."""
    for field in obj._meta.concrete_fields:
        if field.name not in names:
            continue
        value = getattr(obj, field.attname)
        if isinstance(value, date):
            yield field.name, value.isoformat()
        elif field.choices or field.is_relation or isinstance(field, models.BooleanField):
            yield field.name, value

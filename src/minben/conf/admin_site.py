"""Django's admin, open to administrators alone."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest

from minben.accounts.queries import Role, role_of


class MinbenAdminSite(AdminSite):
    site_header = "民本 Minben"

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active) and role_of(request.user) is Role.ADMINISTRATOR

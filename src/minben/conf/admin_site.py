"""Django's admin, open to administrators alone."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest

from minben.accounts.queries import Role, role_of


class MinbenAdminConfig(AdminConfig):
    default_site = "minben.conf.admin_site.MinbenAdminSite"


class MinbenAdminSite(AdminSite):
    site_header = "民本 Minben"

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active) and role_of(request.user) is Role.ADMINISTRATOR

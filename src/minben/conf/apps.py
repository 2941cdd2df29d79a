"""Django's admin as an app of ours: named here, because its site may only be read once all apps are."""

from django.contrib.admin.apps import AdminConfig


class MinbenAdminConfig(AdminConfig):
    default_site = "minben.conf.admin_site.MinbenAdminSite"

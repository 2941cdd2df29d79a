"""Django's admin as an app of ours: named here, because its site may only be read once all apps are."""

from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class MinbenAdminConfig(AdminConfig):
    default_site = "minben.conf.admin_site.MinbenAdminSite"

    def ready(self) -> None:
        super().ready()
        from minben.conf.database import watch_tables

        # Whichever command migrates: `manage migrate` by hand, the tests, ours.
        post_migrate.connect(watch_tables, sender=self)

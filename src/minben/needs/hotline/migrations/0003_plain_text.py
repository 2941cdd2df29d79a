from django.db import migrations, models

from minben.institutions.vault.queries import MarkField

TEXTS = ("name", "phone", "email", "address", "helper_name", "helper_phone")


class Migration(migrations.Migration):
    """Make room for what is sealed: it is longer than what it stands for."""

    dependencies = [("hotline", "0002_notice_claims")]

    operations = [
        *(migrations.AlterField("contact", name, models.TextField(blank=True)) for name in TEXTS),
        migrations.AddField(
            "contact",
            "phone_mark",
            MarkField(of="number", context="phone", db_index=True, max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.AlterField("draft", "facts", models.TextField(default="{}")),
        migrations.AlterField("setaside", "facts", models.TextField(default="{}")),
    ]

from django.db import migrations

from minben.institutions.vault.queries import SealedText, sealing


class Migration(migrations.Migration):
    """Seal names, numbers and addresses; on the way back they are opened again."""

    dependencies = [("registers", "0002_plain_text")]

    operations = [
        sealing("registers_household", "id", {"address": "household.address"}),
        sealing("registers_person", "id", {"name": "person.name", "phone": "person.phone"}),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "household", "address", SealedText(verbose_name="address", context="household.address")
                ),
                migrations.AlterField(
                    "person", "name", SealedText(blank=True, verbose_name="name", context="person.name")
                ),
                migrations.AlterField(
                    "person", "phone", SealedText(blank=True, verbose_name="telephone", context="person.phone")
                ),
            ]
        ),
    ]

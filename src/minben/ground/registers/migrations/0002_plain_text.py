from django.db import migrations, models


class Migration(migrations.Migration):
    """Make room for what is sealed: it is longer than what it stands for."""

    dependencies = [("registers", "0001_initial")]

    operations = [
        migrations.AlterField("household", "address", models.TextField(verbose_name="address")),
        migrations.AlterField("person", "name", models.TextField(blank=True, verbose_name="name")),
        migrations.AlterField("person", "phone", models.TextField(blank=True, verbose_name="telephone")),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    """A count is a row of its own: no act waits for another one in order to count."""

    dependencies = [("sandbox", "0002_isolation")]

    operations = [
        migrations.RemoveConstraint(model_name="tally", name="sandbox_one_tally_a_day"),
        migrations.AlterField(
            model_name="tally",
            name="clearance",
            field=models.ForeignKey(
                db_index=False,
                on_delete=models.deletion.CASCADE,
                related_name="+",
                to="sandbox.clearance",
            ),
        ),
        migrations.AddIndex(
            model_name="tally",
            index=models.Index(fields=["clearance", "day"], name="sandbox_tally_day"),
        ),
    ]

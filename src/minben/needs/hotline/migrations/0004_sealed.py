from django.db import migrations

from minben.institutions.vault.queries import SealedJSON, SealedText, mark, sealing
from minben.needs.hotline.core.numbers import same_number

TEXTS = ("name", "phone", "email", "address", "helper_name", "helper_phone")


class Migration(migrations.Migration):
    """Seal how people are reached, what they began to say, and rows set aside; on the way back they are opened again."""

    dependencies = [("hotline", "0003_plain_text")]

    operations = [
        sealing(
            "hotline_contact",
            "request_id",
            {name: f"contact.{name}" for name in TEXTS},
            marks={"phone_mark": lambda row: mark(plain=same_number(row["phone"]), context="phone")},
        ),
        sealing("hotline_draft", "id", {"facts": "draft.facts"}, blank="{}"),
        sealing("hotline_setaside", "id", {"raw": "set_aside.raw"}),
        sealing("hotline_setaside", "id", {"facts": "set_aside.facts"}, blank="{}"),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                *(
                    migrations.AlterField("contact", name, SealedText(blank=True, context=f"contact.{name}"))
                    for name in TEXTS
                ),
                migrations.AlterField("draft", "facts", SealedJSON(default=dict, context="draft.facts")),
                migrations.AlterField("setaside", "facts", SealedJSON(default=dict, context="set_aside.facts")),
                migrations.AlterField("setaside", "raw", SealedText(context="set_aside.raw")),
            ]
        ),
    ]

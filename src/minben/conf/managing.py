"""``minben manage …``: Django's own commands, with Minben's settings."""

import sys

import typer
from django.core.management import execute_from_command_line

app = typer.Typer(add_completion=False)


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
)
def manage(context: typer.Context) -> None:
    """Hand everything after ``manage`` to Django."""
    execute_from_command_line([f"{sys.argv[0]} manage", *context.args])

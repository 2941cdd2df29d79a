"""``minben replies``: learn from the city's own replies, and lay them out for whoever answers next."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from minben.commons.clock import now
from minben.needs.hotline import actions

NAME = "replies"
app = typer.Typer(help="Learn from earlier replies; lay them out for the next.", no_args_is_help=True)


@app.command()
def learn(
    most: Annotated[int, typer.Option(help="How many replies to read, the newest first.", min=1)] = 4000,
) -> None:
    """Learn from the city's own replies and take up what was learned; a person clears it before it runs."""
    with _shown(_("Learning …")):
        version = actions.learn_replies(at=now(), most=most)
        actions.lay_out_replies(at=now())
    typer.echo(version)


@app.command()
def index() -> None:
    """Lay out today's replies and standard answers; the worker does it every night."""
    with _shown(_("Laying out …")):
        count = actions.lay_out_replies(at=now())
    typer.echo(str(count))


def _shown(words: str) -> Progress:
    bar = Progress(SpinnerColumn(), TextColumn("{task.description}"), console=Console(stderr=True))
    bar.add_task(words)
    return bar

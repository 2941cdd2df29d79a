"""The ``minben`` command: gathers the features' commands, each loaded only when it is called."""

import gc
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.main import get_command

if TYPE_CHECKING:
    from minben.commons.errors import TeachingError


@dataclass(frozen=True, slots=True)
class Lazy:
    """Where a command lives, its line of help, and whether it needs the database."""

    module: str
    help: str
    database: bool = True


COMMANDS: Mapping[str, Lazy] = {
    "turn": Lazy("minben.loop.commands.turning", "Take a file of requests once round the loop."),
    "demo": Lazy("minben.loop.commands.showing", "Make the sample city and serve it."),
    "city": Lazy("minben.loop.commands.founding", "Start a real city from spreadsheets."),
    "serve": Lazy("minben.conf.serving", "Serve the pages, with worker and sealer beside them."),
    "prepare": Lazy(
        "minben.conf.preparing",
        "Bring tables and files up to date, before a new version starts.",
        database=False,
    ),
    "worker": Lazy("minben.conf.working", "Do the work that waits: messages, reminders, seals."),
    "backup": Lazy("minben.conf.backing_up", "The whole city in one file, while people go on working."),
    "restore": Lazy("minben.conf.restoring", "Bring a city back from a file, proved equal.", database=False),
    "classifier": Lazy(
        "minben.needs.hotline.commands", "Train, evaluate and use a classifier.", database=False
    ),
    "replies": Lazy(
        "minben.needs.hotline.reply_commands", "Learn from earlier replies; lay them out for the next."
    ),
    "topics": Lazy(
        "minben.needs.topics.commands", "What is most urgent in a file of requests.", database=False
    ),
    "telephone": Lazy(
        "minben.needs.telephone.commands", "Calls: figures, a pile of paper, a key for an exchange."
    ),
    "orders": Lazy("minben.dispatch.orders.commands", "The dispatch catalogue; reminders."),
    "outcomes": Lazy("minben.evaluation.outcomes.commands", "Draw follow-up calls; report outcomes."),
    "agenda": Lazy("minben.evaluation.agenda.commands", "The questions of the month: measure, list."),
    "ballots": Lazy(
        "minben.participation.ballots.commands", "Count a published vote; share a cost.", database=False
    ),
    "twin": Lazy(
        "minben.participation.twin.commands", "Sunlight of every window of a block.", database=False
    ),
    "opendata": Lazy("minben.needs.opendata.commands", "Publish a month as open data; show what it spent."),
    "sandbox": Lazy("minben.institutions.sandbox.commands", "Try, clear and stop algorithms."),
    "vault": Lazy("minben.institutions.vault.commands", "Names and numbers at rest: their keys."),
    "partner": Lazy(
        "minben.institutions.partners.commands", "Who outside may call: partners and their tokens."
    ),
    "ledger": Lazy("minben.ledger.commands", "Seal and verify the ledger.", database=False),
    "manage": Lazy("minben.conf.managing", "Django's own commands.", database=False),
}


class LazyGroup(TyperGroup):
    """Shows every command's line of help without loading any; loads the one that is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        where = COMMANDS.get(cmd_name)
        if where is None:
            return None
        if cmd_name not in sys.argv:
            return get_command(_described(cmd_name, where))
        _set_up()
        from django.utils import translation

        translation.activate(reader_language())
        if where.database and "--help" not in sys.argv:
            from minben.conf.database import prepare

            prepare()
        command = get_command(import_module(where.module).app)
        _look_less_often()
        return command


def _look_less_often() -> None:
    """Let the collector of circular garbage pass over what was imported, and come by for less.

    A batch makes and drops some hundred thousand objects, next to none of them in circles: a sixth of the time of an
    import went into looking for those.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


def _described(name: str, where: Lazy) -> typer.Typer:
    bare = typer.Typer(help=where.help)
    bare.command(name, help=where.help)(lambda: None)
    return bare


app = typer.Typer(
    cls=LazyGroup,
    help="Minben (民本): what people need, turned into service that people can check.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def _callback() -> None:
    """Without a callback Typer would take the only command for the whole program."""


class _Facts(dict[str, object]):
    """Facts for a lesson; one that is missing stands as its name rather than hiding the lesson."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def main() -> None:
    """Run a command; what a person can put right is told without a trace, and the exit status is 2."""
    # Until a command begins there are only things that stay; looking through them took a seventh of the start.
    gc.disable()
    from django.db import OperationalError

    from minben.commons.errors import TeachingError

    try:
        app()
    except TeachingError as error:
        _stop(error)
    except OperationalError as error:
        _stop(TeachingError("database_away", trouble=_first_line(error)))
    except OSError as error:
        file = str(error.filename or "")
        _stop(TeachingError("file_trouble", file=file, trouble=error.strerror or _first_line(error)))
    finally:
        # Whoever calls this within a process of their own goes on afterwards.
        gc.enable()


def reader_language() -> str:
    """Return the language of whoever sits at this terminal, as LC_ALL, LC_MESSAGES or LANG say."""
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh-hans" if said.lower().startswith("zh") else "en"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _stop(error: "TeachingError") -> NoReturn:
    from minben.commons.errors import lesson

    words = lesson(error.code)
    text = " ".join(_translated([part for part in (words.what, words.why, words.remedy) if part]))
    sys.stderr.write(f"minben: {text.format_map(_Facts(error.params))}\n")
    raise SystemExit(2) from None


def _translated(parts: list[str]) -> list[str]:
    from django.utils import translation
    from django.utils.translation import gettext

    try:
        _set_up()
    except OSError:
        # The settings themselves cannot be read, so no catalogue can; English is better than a trace.
        return parts
    with translation.override(reader_language()):
        return [gettext(part) for part in parts]


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minben.conf.settings")
    import django

    django.setup()

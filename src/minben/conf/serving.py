"""``minben serve``: one process to start; it keeps web, worker and sealer running and ends them cleanly."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

import typer
from django.core.management import call_command
from django.utils.translation import gettext as _

from minben.commons.listening import need_address
from minben.conf.database import where

app = typer.Typer(add_completion=False)

# A part that dies at once, again and again, must not keep the machine busy; one that had run is needed at once.
_RESTART_AFTER_S = 2.0
_STEADY_S = 5.0
_GRACE_S = 15.0


@app.command()
def serve(
    host: str = typer.Option("127.0.0.1", envvar="HOST", help="Address to listen on."),
    port: int = typer.Option(8000, envvar="PORT", help="Port to listen on."),
    threads: int = typer.Option(8, envvar="MINBEN_THREADS", help="Threads that answer pages."),
) -> None:
    """Serve the pages on one address, with the worker (messages, nightly work) and the sealer beside them."""
    need_address(host, port)
    call_command("collectstatic", verbosity=0, interactive=False)
    if sys.stdout.isatty():
        words = _("Pages: http://{address} · {where}. Ctrl-C ends it.")
        typer.echo(words.format(address=f"{host}:{port}", where=where()))
    web = [
        "gunicorn", "minben.conf.wsgi", "--config", "python:minben.conf.web", "--bind", f"{host}:{port}",
        "--threads", str(threads),
    ]  # fmt: skip
    minben = [sys.executable, "-m", "minben", "worker"]
    supervise(
        {
            "web": [sys.executable, "-m", *web],
            "worker": [*minben, "--leave", "seal"],
            "sealer": [*minben, "--only", "seal"],
        }
    )


def supervise(parts: Mapping[str, Sequence[str]]) -> None:
    """Keep each part running until Ctrl-C or SIGTERM; then end all of them and wait."""
    stopping = False

    def stop(_number: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    running = {name: _start(command) for name, command in parts.items()}
    since = dict.fromkeys(parts, time.monotonic())
    due: dict[str, float] = {}
    while not stopping:
        time.sleep(0.1)
        for name, process in list(running.items()):
            if process.poll() is not None:
                sys.stderr.write(f"minben: {name} ended ({process.returncode}); it is started again.\n")
                _end_orphans(process)
                # The others are watched meanwhile: one part that dies does not hold up the rest.
                lasted = time.monotonic() - since[name]
                due[name] = time.monotonic() + (0 if lasted > _STEADY_S else _RESTART_AFTER_S)
                del running[name]
        for name in [name for name, moment in due.items() if moment <= time.monotonic()]:
            del due[name]
            running[name], since[name] = _start(parts[name]), time.monotonic()
    for process in running.values():
        process.terminate()
    _wait(list(running.values()))


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches the supervisor alone, which then ends the parts in order.
    return subprocess.Popen(list(command), start_new_session=True)  # noqa: S603  # our own modules


def _end_orphans(process: subprocess.Popen[bytes]) -> None:
    """Ask what a part left behind to finish: a web server's own workers hold its address as long as they live."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGTERM)


def _wait(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + _GRACE_S
    for process in processes:
        try:
            process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

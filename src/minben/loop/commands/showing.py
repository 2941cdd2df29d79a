"""``minben demo``: the sample city, once round the loop, and its pages on this machine."""

import json
import os
import secrets
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from minben.commons.clock import now
from minben.commons.listening import need_address
from minben.loop.sample_city import SignIn, build

app = typer.Typer(add_completion=False)

_STAGES = {
    "people": "六个区、四十个社区、五千人 six districts, forty communities, 5,000 people",
    "learn": "学会分类，经人准用 learn to name categories; a person clears it",
    "sense": "感知、派单 sense, understand and dispatch a year of requests",
    "deliver": "办理、回访 units act, people are asked",
    "evaluate": "评估、封存 evaluate, and seal the ledger",
}


@app.command()
def demo(
    reset: Annotated[bool, typer.Option(help="Forget the city of last time and build it afresh.")] = False,
    only_build: Annotated[bool, typer.Option(help="Build the city, but do not serve it.")] = False,
    host: Annotated[str, typer.Option(envvar="HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", help="Port to listen on.")] = 8000,
) -> None:
    """Build the sample city Linjiang (a second run goes on with the same one) and serve it on this machine."""
    if not only_build:
        # Nobody waits for a city that then cannot be shown.
        need_address(host, port)
    kept = Path(settings.MINBEN_HOME) / "demo.json"
    if reset:
        _forget(kept)
    if kept.exists():
        sign_ins = [SignIn(**one) for one in json.loads(kept.read_text())]
    else:
        _forget(kept)
        sign_ins = _build()
        # The sample's passwords open the sample alone, yet nobody else on this machine needs them.
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump([asdict(one) for one in sign_ins], file)
    _tell(sign_ins, port)
    if not only_build:
        _serve(host, port)


def _build() -> list[SignIn]:
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
    ) as bars:
        tasks = {name: bars.add_task(words, total=1.0, start=False) for name, words in _STAGES.items()}

        def progress(stage: str, share: float) -> None:
            bars.start_task(tasks[stage])
            bars.update(tasks[stage], completed=share)

        return build(at=now(), password=secrets.token_urlsafe(6), progress=progress)


def _forget(kept: Path) -> None:
    """Empty the database and the home folder's models; keys stay."""
    kept.unlink(missing_ok=True)
    if connection.vendor == "sqlite":
        connection.close()
        for ending in ("", "-wal", "-shm"):
            Path(f"{settings.DATABASES['default']['NAME']}{ending}").unlink(missing_ok=True)
    else:
        call_command("flush", verbosity=0, interactive=False)
    (Path(settings.MINBEN_HOME) / "ledger-head.json").unlink(missing_ok=True)
    for folder in ("models", "replies", "media", "outbox"):
        shutil.rmtree(Path(settings.MINBEN_HOME) / folder, ignore_errors=True)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def _tell(sign_ins: list[SignIn], port: int) -> None:
    console = Console()
    table = Table(title="临江市 Linjiang", show_lines=False)
    for heading in ("角色 role", "用户名 user name", "密码 password"):
        table.add_column(heading)
    for one in sign_ins:
        table.add_row(one.role, one.username, one.password)
    console.print(table)
    for path, words in (
        ("", "您需要什么 what do you need?"),
        ("loop/", "看得见 the circle"),
        ("topics/", "这个月什么最要紧 what is most urgent this month?"),
        ("agenda/", "每月一题 the question of the month"),
        ("outcomes/", "帮上忙了吗 did it help?"),
        ("calls/figures/", "电话接得怎么样 how calls are answered"),
        ("algorithms/", "算法登记 the register of algorithms"),
        ("decisions/", "业主表决 owners decide"),
        ("blocks/", "加装电梯与日照 a lift and its sunlight"),
        ("opendata/", "开放数据 open data"),
        ("ledger/", "公开账本 the public record"),
        ("account/sign-in/", "登录 sign in"),
    ):
        console.print(f"http://127.0.0.1:{port}/{path}  {words}", soft_wrap=True)
    console.print(
        "示范城市不要动态口令 no second factor in the sample city (MINBEN_TOTP=off). Ctrl-C 结束 ends it."
    )


def _serve(host: str, port: int) -> None:
    # The same interpreter goes on as the server, so that Ctrl-C reaches one process.
    os.environ.setdefault("MINBEN_TOTP", "off")
    connection.close()
    serve = [sys.executable, "-m", "minben", "serve", "--host", host, "--port", str(port)]
    os.execv(sys.executable, serve)  # noqa: S606  # our own command

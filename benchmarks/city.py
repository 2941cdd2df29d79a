"""A small sample city to measure in, on SQLite or PostgreSQL, in a folder that goes when the benchmark ends."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
SHARE = 0.05
"""Of the sample city of `minben demo`: a thousand requests, every place, unit and heading."""
BUILD = f"""
import django
django.setup()
from minben.commons.clock import now
from minben.conf.database import prepare
from minben.loop.sample_city import build
prepare()
build(at=now(), password="measured-here", progress=lambda stage, share: None, size={SHARE})
"""


@contextmanager
def a_city(database: str = "") -> Iterator[dict[str, str]]:
    """Build the city; give the environment in which its programs run."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {
            "MINBEN_HOME": home, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "minben.conf.settings",
            "MINBEN_TOTP": "off", "PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")]),
        }  # fmt: skip
        subprocess.run([sys.executable, "-c", BUILD], env=environment, check=True)
        yield environment


@contextmanager
def a_postgres() -> Iterator[str]:
    """Give an empty PostgreSQL database: one beside ``DATABASE_URL``, or a server of our own, as `.ci/run` does."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    given = os.environ.get("DATABASE_URL", "")
    if given:
        server = given.rpartition("/")[0]
        yield from _own_database(server)
    elif not programs:
        sys.exit("No PostgreSQL is here: install it, or name one with DATABASE_URL.")
    else:
        with tempfile.TemporaryDirectory() as folder, _server(programs[-1], Path(folder)) as server:
            yield from _own_database(server)


def _own_database(server: str) -> Iterator[str]:
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS minben_measured")
        connection.execute("CREATE DATABASE minben_measured")
        yield f"{server}/minben_measured"
        connection.execute("DROP DATABASE IF EXISTS minben_measured WITH (FORCE)")


@contextmanager
def _server(programs: Path, folder: Path) -> Iterator[str]:
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir()
    if os.getuid() == 0:
        shutil.chown(data, "postgres")
    _as_postgres([programs / "initdb", "-D", data, "-A", "trust", "-U", "minben", "--locale=C.UTF-8"])
    options = f"-p 54331 -k {data} -c listen_addresses=127.0.0.1 -c shared_buffers=512MB -c max_wal_size=4GB"
    control = [programs / "pg_ctl", "-D", data, "-w", "-l", data / "log"]
    _as_postgres([*control, "-o", options, "start"])
    try:
        yield "postgres://minben@127.0.0.1:54331"
    finally:
        _as_postgres([*control, "-m", "immediate", "stop"])


def _as_postgres(command: list[object]) -> None:
    # PostgreSQL refuses to run as root.
    before = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    subprocess.run([*before, *map(str, command)], check=True, stdout=subprocess.DEVNULL)

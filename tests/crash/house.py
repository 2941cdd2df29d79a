"""The real server under the supervisor, its parts to be killed, and its disk to be filled."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PARTS = {"web": "gunicorn", "worker": "--leave", "sealer": "--only"}


class House:
    """`minben serve` in a home of its own."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.environment, self.log = environment, log
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = int(found.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "minben", "serve", "--port", str(self.port), "--threads", "4"]
        with log.open("w") as words:
            self.supervisor = subprocess.Popen(
                command, env=environment, stdout=subprocess.DEVNULL, stderr=words
            )

    def wait(self, happened: Callable[[], bool], seconds: float, what: str) -> None:
        until = time.monotonic() + seconds
        while not happened():
            assert self.supervisor.poll() is None, self.log.read_text()
            assert time.monotonic() < until, f"{what}: not within {seconds} s\n{self.log.read_text()[-3000:]}"
            time.sleep(0.02)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/requests/start/", timeout=5) as page:
                return bool(page.status == 200)
        except OSError:
            return False

    def running(self, name: str) -> list[int]:
        """The processes of one part; of `answering`, those under the web server."""
        if name == "answering":
            return [child for web in self.running("web") for child, _ in _children(web)]
        return [child for child, line in _children(self.supervisor.pid) if PARTS[name] in line]

    def kill(self, name: str) -> None:
        for process in [p for part in (PARTS if name == "all" else [name]) for p in self.running(part)]:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue

    @contextmanager
    def without_room(self, disk: Path | None) -> Iterator[None]:
        """Let nothing more be written: a full disk, or, where none may be mounted, a limit on the size of files."""
        if disk:
            with (disk / "filler").open("wb", buffering=0) as filler:
                for size in (65_536, 512):
                    with suppress(OSError):
                        while filler.write(b"x" * size):
                            pass
            yield
            (disk / "filler").unlink()
            return
        processes = [p for name in (*PARTS, "answering") for p in self.running(name)]
        before = {p: resource.prlimit(p, resource.RLIMIT_FSIZE) for p in processes}
        for process, (_soft, hard) in before.items():
            resource.prlimit(process, resource.RLIMIT_FSIZE, (1, hard))
        yield
        for process, limits in before.items():
            try:
                resource.prlimit(process, resource.RLIMIT_FSIZE, limits)
            except ProcessLookupError:
                continue

    def end(self) -> None:
        self.supervisor.terminate()
        self.supervisor.wait(timeout=60)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path | None]:
    """A true disk of so many megabytes for whoever may mount one; nothing otherwise."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    yield folder if mounted else None
    if mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _children(parent: int) -> list[tuple[int, str]]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == parent and fields[0] != "Z":
                line = (stat.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found.append((int(stat.parent.name), line))
        except OSError:
            continue
    return found

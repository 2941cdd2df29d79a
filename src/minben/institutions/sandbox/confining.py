"""Running a program apart: shut in by bubblewrap where the machine has it, under limits alone where not."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from django.conf import settings

from minben.institutions.sandbox.core.jail import BUBBLEWRAP, NOBODY, PROCESS, Jail, command, outermost

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_ALSO = ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives")


def isolation() -> str:
    """Return how trials are kept apart on this machine."""
    return BUBBLEWRAP if _bubblewrap() else PROCESS


def program(
    module: str, *words: str, scratch: Path, reads: Sequence[Path]
) -> tuple[list[str], dict[str, str]]:
    """Return the command that runs a module of ours apart, and the environment to start it with.

    Parameters
    ----------
    scratch
        An empty folder; without bubblewrap the program's home.
    reads
        What it may read besides our code.
    """
    bwrap = _bubblewrap()
    # A link to an interpreter, as virtual environments have, would lead out of what the program sees.
    run = [str(Path(sys.executable).resolve()), "-m", module, *words]
    if not bwrap:
        return run, _environment(scratch)
    root = os.geteuid() == 0
    given = [path.resolve() for path in reads]
    jail = Jail(
        system={place: _link(Path(place)) for place in _SYSTEM if Path(place).exists()},
        reads=[*_code(), *(Path(one) for one in _ALSO if Path(one).exists())],
        hides=_private(),
        reads_after=outermost(given),
        environment=_environment(Path("/tmp")),  # noqa: S108  # the jail's own
        as_root=root,
    )
    return command(bwrap, jail, [*run, str(NOBODY)] if root else run), {}


def _environment(home: Path) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "TMPDIR": str(home),
        "PYTHONPATH": os.pathsep.join(map(str, _code(importable=True))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": str(getattr(settings, "SETTINGS_MODULE", None) or "minben.conf.settings"),
        "MINBEN_HOME": str(home),
        # Settings ask for a key; this one opens nothing.
        "MINBEN_SECRET_KEY": "a trial has no secrets",
    }


def _code(*, importable: bool = False) -> list[Path]:
    """Where our code and its libraries lie."""
    found = [Path(path).resolve() for path in sys.path if path]
    if not importable:
        found += [Path(sys.base_prefix).resolve()]
    return [path for path in dict.fromkeys(found) if path.exists() and path != Path("/")]


def _private() -> list[Path]:
    """Folders with what people told us, and with our keys, where they lie beside the code."""
    folders = {Path(settings.MINBEN_HOME).resolve(), Path(settings.MEDIA_ROOT).resolve()}
    seen = _code()
    return [one for one in sorted(folders) if one.is_dir() and any(one.is_relative_to(path) for path in seen)]


def _link(place: Path) -> str:
    return str(place.readlink()) if place.is_symlink() else ""


@cache
def _bubblewrap() -> str | None:
    """Return the program, if it is there and this machine lets it make namespaces."""
    found = shutil.which("bwrap")
    if found is None:
        return None
    jail = Jail(
        system={place: _link(Path(place)) for place in _SYSTEM if Path(place).exists()},
        reads=[],
        environment={},
        as_root=os.geteuid() == 0,
    )
    tried = subprocess.run(  # noqa: S603  # a fixed command
        command(found, jail, ["/bin/true"]), capture_output=True, check=False, timeout=10
    )
    return found if tried.returncode == 0 else None

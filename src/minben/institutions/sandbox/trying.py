"""Trying an algorithm out, in a process of its own that can use little and write nothing."""

import shutil
import subprocess
from dataclasses import asdict, replace
from datetime import datetime
from json import dumps
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.base_user import AbstractBaseUser

from minben.commons.errors import TeachingError
from minben.institutions.sandbox.confining import isolation, program
from minben.institutions.sandbox.core.isolation import Limits, address_of, pack_context, unpack_result
from minben.institutions.sandbox.core.jail import BUBBLEWRAP
from minben.institutions.sandbox.core.trial import TrialContext, TrialResult
from minben.institutions.sandbox.declared import declaration
from minben.institutions.sandbox.evidence import record_evidence

_PROCESS = "minben.institutions.sandbox.trial_process"


class TrialError(TeachingError):
    """A trial that gave no result.

    ``code``: ``not_declared``, ``no_trial``, ``version_differs`` or ``broke_off``.
    """


def try_out(
    *,
    name: str,
    at: datetime,
    data: Path | None = None,
    seed: int = 1,
    by: AbstractBaseUser | None = None,
) -> int:
    """Run the trial of a declared algorithm apart from everything else and keep the evidence; return its id.

    Raises
    ------
    TrialError
        Nothing of that name is declared, it has no trial, or the trial broke off or tried another version.
    """
    told = declaration(name)
    if told is None:
        raise TrialError("not_declared", name=name)
    if told.trial is None:
        raise TrialError("no_trial", name=name)
    material = told.material() if told.material else None
    context = TrialContext(at=at, seed=seed, data=data, material=material)
    result = run_apart(address_of(told.trial), context)
    if result.version != told.running_version:
        raise TrialError("version_differs", tried=result.version, running=told.running_version)
    return record_evidence(name=name, result=result, at=at, by=by, isolation=isolation())


def run_apart(trial: str, context: TrialContext, limits: Limits | None = None) -> TrialResult:
    """Run the trial at an address (``module:function``) in a new process and return what it showed."""
    most = limits or Limits()
    with TemporaryDirectory(prefix="minben-trial-") as folder:
        given = _readable(context, Path(folder))
        reads = [path for path in (given.data, given.material) if path is not None and path.exists()]
        run, environment = program(
            _PROCESS, trial, dumps(asdict(most)), scratch=Path(folder) / "home", reads=reads
        )
        try:
            ended = subprocess.run(  # noqa: S603 — our own module; the trial's address comes from a declaration
                run, input=pack_context(given), capture_output=True, text=True, env=environment, check=False,
                timeout=most.wall_s,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise TrialError("broke_off", detail=f"no end after {most.wall_s} s", status=-1) from None
    if ended.returncode != 0:
        raise TrialError("broke_off", detail=ended.stderr.strip()[-2000:], status=ended.returncode)
    return unpack_result(ended.stdout.splitlines()[-1])


def _readable(context: TrialContext, folder: Path) -> TrialContext:
    """Give a trial that will run as another user a copy of what it is given which that user may read."""
    (folder / "home").mkdir()
    if isolation() != BUBBLEWRAP:
        return context
    folder.chmod(0o755)
    return replace(
        context,
        data=_copied(context.data, folder, "data"),
        material=_copied(context.material, folder, "material"),
    )


def _copied(given: Path | None, folder: Path, name: str) -> Path | None:
    """Copy a file, or a folder with its files, so that anybody may read it."""
    if given is None or not given.exists():
        return given
    within = folder / name
    within.mkdir(mode=0o755)
    copy = within / given.name
    if given.is_dir():
        shutil.copytree(given, copy)
    else:
        shutil.copyfile(given, copy)
    for path in (copy, *copy.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o444)
    return copy

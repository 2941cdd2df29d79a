"""Trying an algorithm out, in a process of its own that can use little and write nothing."""

import os
import subprocess
import sys
from dataclasses import asdict
from datetime import datetime
from json import dumps
from pathlib import Path

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from minben.commons.errors import TeachingError
from minben.institutions.sandbox.core.isolation import Limits, address_of, pack_context, unpack_result
from minben.institutions.sandbox.core.trial import TrialContext, TrialResult
from minben.institutions.sandbox.declared import declaration
from minben.institutions.sandbox.evidence import record_evidence


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
    result = run_apart(address_of(told.trial), TrialContext(at=at, seed=seed, data=data))
    if result.version != told.running_version:
        raise TrialError("version_differs", tried=result.version, running=told.running_version)
    return record_evidence(name=name, result=result, at=at, by=by)


def run_apart(trial: str, context: TrialContext, limits: Limits | None = None) -> TrialResult:
    """Run the trial at an address (``module:function``) in a new process and return what it showed."""
    limit = dumps(asdict(limits or Limits()))
    command = [sys.executable, "-m", "minben.institutions.sandbox.trial_process", trial, limit]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": _settings()}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    ended = subprocess.run(  # noqa: S603 — our own module; the trial's address comes from a declaration
        command,
        input=pack_context(context),
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    if ended.returncode != 0:
        raise TrialError("broke_off", detail=ended.stderr.strip()[-2000:], status=ended.returncode)
    return unpack_result(ended.stdout.splitlines()[-1])


def _settings() -> str:
    return str(getattr(settings, "SETTINGS_MODULE", None) or "minben.conf.settings")

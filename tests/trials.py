"""Trials where what matters is what comes of them, not how they are kept apart."""

from contextlib import AbstractContextManager
from unittest.mock import patch

from django.utils.module_loading import import_string

from minben.institutions.sandbox.core.trial import TrialContext, TrialResult


def trials_in_this_process() -> AbstractContextManager[object]:
    """Run trials in the test's own process."""
    return patch("minben.institutions.sandbox.trying.run_apart", _run)


def _run(trial: str, context: TrialContext) -> TrialResult:
    result: TrialResult = import_string(trial.replace(":", "."))(context)
    return result

"""The process in which a trial runs: ``python -m minben.institutions.sandbox.trial_process ADDRESS LIMITS [USER]``.

Reads the context from its input, writes the result to its output. The limits are set after the imports and
before the trial's first line; where a user is named, the process becomes that user.
"""

import gc
import json
import os
import resource
import sys
from contextlib import nullcontext, suppress
from importlib import import_module

import django

from minben.commons.errors import TeachingError
from minben.institutions.sandbox.core.isolation import Limits, pack_result, unpack_context


def main(address: str, limits: str, user: str = "") -> None:
    """Run the trial at ``address`` within ``limits``."""
    gc.disable()
    django.setup()
    module, _, name = address.partition(":")
    trial = getattr(import_module(module), name)
    gc.freeze()
    gc.enable()
    context = unpack_context(sys.stdin.read())
    _confine(Limits(**json.loads(limits)))
    if user:
        _become(int(user))
    try:
        result = trial(context)
    except TeachingError as error:
        # What is wrong with what it was given is for people, who need no trace of our lines.
        sys.exit(str(error))
    sys.stdout.write(pack_result(result) + "\n")


def _confine(limits: Limits) -> None:
    for kind, most in (
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        # Not every system bounds memory; the other limits hold there all the same.
        with suppress(ValueError) if kind == resource.RLIMIT_AS else nullcontext():
            resource.setrlimit(kind, (most, most))


def _become(user: int) -> None:
    """Give up what root may; from now on there is no way back."""
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)


if __name__ == "__main__":
    main(*sys.argv[1:4])

"""SciPy's sparse matrices, opened with the first one that is made.

Opening them takes a tenth of a second, at every start of every command; most commands never make one.
"""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    return getattr(import_module("scipy.sparse"), name)

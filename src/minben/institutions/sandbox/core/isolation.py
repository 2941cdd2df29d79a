"""What passes between the one who asks for a trial and the process in which it runs."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from minben.institutions.sandbox.core.trial import TrialContext, TrialResult, as_rows, from_rows


@dataclass(frozen=True, slots=True)
class Limits:
    """What a trial may use at most: processor time and time on the clock [s], memory and any file written [bytes]."""

    cpu_s: int = 600
    memory_bytes: int = 6 * 2**30
    file_bytes: int = 64 * 2**10
    wall_s: int = 900


def address_of(trial: Callable[[TrialContext], TrialResult]) -> str:
    """Return where a process of its own finds the trial, ``module:function``.

    Raises
    ------
    ValueError
        When the trial is no function of a module, which another process could not find.

    Examples
    --------
    >>> address_of(address_of)
    'minben.institutions.sandbox.core.isolation:address_of'
    """
    name = trial.__qualname__
    if "<" in name or "." in name:
        raise ValueError(f"the trial {name} must be a function of a module, to run in a process of its own")
    return f"{trial.__module__}:{name}"


def pack_context(context: TrialContext) -> str:
    """Write a context as JSON text."""
    paths = {name: str(path) if path else None for name, path in _paths(context).items()}
    return json.dumps({"at": context.at.isoformat(), "seed": context.seed, **paths})


def unpack_context(text: str) -> TrialContext:
    """Read what :func:`pack_context` wrote."""
    raw = json.loads(text)
    paths = {name: Path(raw[name]) if raw[name] else None for name in ("data", "material")}
    return TrialContext(at=datetime.fromisoformat(raw["at"]), seed=raw["seed"], **paths)


def _paths(context: TrialContext) -> dict[str, Path | None]:
    return {"data": context.data, "material": context.material}


def pack_result(result: TrialResult) -> str:
    """Write a result as JSON text."""
    return json.dumps(
        {
            "version": result.version,
            "rows": result.rows,
            "data_digest": result.data_digest,
            "data_source": result.data_source,
            "measures": as_rows(result.measures),
        }
    )


def unpack_result(text: str) -> TrialResult:
    """Read what :func:`pack_result` wrote."""
    raw = json.loads(text)
    return TrialResult(
        version=raw["version"],
        rows=raw["rows"],
        data_digest=raw["data_digest"],
        measures=from_rows(raw["measures"]),
        data_source=raw["data_source"],
    )

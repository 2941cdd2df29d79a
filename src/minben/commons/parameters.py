"""Figures set by law or by the city: found by feature and name, in the form of :mod:`minben.commons.dated`.

A city's own entries lie in a folder of its own (:func:`of_city`), which no new version of Minben touches: for a key
that the city names, its entries alone hold from the day of the first of them.
"""

import math
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from minben.commons.dated import Entry, Parameters, from_yaml, parse
from minben.commons.errors import TeachingError

__all__ = [
    "Entry", "Parameters", "check_city", "from_yaml", "load", "of_city", "over", "package_of", "parse", "shipped",
]  # fmt: skip

_city: list[Path] = []


@cache
def load(package: str, name: str) -> Parameters:
    """Read ``parameters/<name>.yaml`` of a package with what the city has of its own, once per process.

    Parameters
    ----------
    package : str
        Dotted, for example ``"minben.dispatch.orders"``.
    name : str
        File name without its ending.

    Raises
    ------
    TeachingError
        ``parameters_missing``, or as in :func:`parse` and :func:`over`.
    """
    file = f"{package}/parameters/{name}.yaml"
    path = resources.files(package) / "parameters" / f"{name}.yaml"
    if not path.is_file():
        raise TeachingError("parameters_missing", file=file)
    ours = parse(path.read_text(encoding="utf-8"), file=file)
    for folder in _city:
        own = folder.joinpath(*package.split(".")[1:], f"{name}.yaml")
        if (text := _text_of(own)) is not None:
            return over(ours, parse(text, file=str(own)))
    return ours


def _text_of(path: Path) -> str | None:
    """Read a file of the city's, with or without the mark that Windows puts first; None where there is none."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeError) as error:
        raise _closed(path, error) from error


def _closed(path: Path, error: OSError | UnicodeError) -> TeachingError:
    why = (error.strerror or str(error)) if isinstance(error, OSError) else "not UTF-8"
    return TeachingError("parameters_closed", file=str(path), why=why)


def of_city(folder: Path | None) -> None:
    """Take the city's own entries from ``<folder>/<stage>/<feature>/<name>.yaml`` from now on; None: there are none."""
    _city[:] = [folder] if folder else []
    load.cache_clear()


def check_city(*, on: date | None = None) -> list[Path]:
    """Read every file of the city's own folder, so that a wrong one is told before anybody works; return them.

    Raises
    ------
    TeachingError
        As :func:`load`; ``parameters_unknown``: Minben has no file of that name; ``parameters_closed``: the folder is
        not there, or cannot be opened; ``parameter_not_in_force``: the city's figure has ended by that day, and
        Minben's has not.
    """
    files = sorted(path for folder in _city for path in _sheets(folder))
    known = shipped() if files else {}
    for path in files:
        name = path.relative_to(_city[0]).with_suffix("").as_posix()
        if path.suffix != ".yaml" or name not in known:
            raise TeachingError("parameters_unknown", file=str(path))
        found = load(*package_of(name))
        if on is not None:
            _lasts(found, parse(known[name].read_text(encoding="utf-8"), file=name), on)
    return files


def _lasts(found: Parameters, ours: Parameters, day: date) -> None:
    """Refuse a figure that the city let end without another one, where whoever asks for it counts on one."""
    for key, entries in ours.series.items():
        if any(entry.covers(day) for entry in entries):
            found.at(key, day)


def _sheets(folder: Path) -> Iterator[Path]:
    """Find what is meant for figures, through links too, for :func:`load` goes through them."""

    def tell(error: OSError) -> None:
        raise _closed(Path(str(error.filename)), error) from error

    seen = set()
    for room, below, names in os.walk(folder, onerror=tell, followlinks=True):
        # What begins with a dot is an editor's, or the container's that brings the files.
        below[:] = [one for one in below if not one.startswith(".") and os.path.realpath(room) not in seen]
        seen.add(os.path.realpath(room))
        yield from (
            Path(room, one) for one in names if one.lower().endswith((".yaml", ".yml")) and one[0] != "."
        )


def shipped() -> dict[str, Path]:
    """Return the files that come with Minben by what a city's own are called, ``needs/hotline/retention``."""
    root = Path(str(resources.files("minben")))
    found = {}
    for path in sorted(root.rglob("parameters/*.yaml")):
        # Declarations and the sample city lie beside them and are no dated figures.
        with suppress(TeachingError):
            parse(path.read_text(encoding="utf-8"), file=path.name)
            room = path.relative_to(root).parent.parent
            found[f"{room.as_posix()}/{path.stem}"] = path
    return found


def package_of(name: str) -> tuple[str, str]:
    """Return the package and the file of a name.

    >>> package_of("needs/hotline/retention")
    ('minben.needs.hotline', 'retention')
    """
    place, _, file = name.rpartition("/")
    return f"minben.{place.replace('/', '.')}", file


def over(ours: Parameters, city: Parameters) -> Parameters:
    """Put a city's entries over those that come with Minben: from its first day on, the city's alone hold.

    Raises
    ------
    TeachingError
        ``parameter_unknown``: nothing here reads that key. ``parameter_incomplete``: a value of another shape.

    Examples
    --------
    >>> from datetime import date
    >>> row = "{{from: {}-01-01, source: notice, verified: true, value: {}}}"
    >>> ours = parse(f"days: [{row.format(2020, 5)}, {row.format(2027, 6)}]", file="ours")
    >>> both = over(ours, parse(f"days: [{row.format(2026, 9)}]", file="city"))
    >>> [both.at("days", date(year, 6, 1)).value for year in (2025, 2026, 2028)]
    [5, 9, 9]
    """
    series = dict(ours.series)
    for key, entries in city.series.items():
        if key not in ours.series:
            raise TeachingError("parameter_unknown", file=city.file, key=key, known=", ".join(ours.series))
        for entry in entries:
            if field := _unlike(entry.value, ours.series[key][-1].value):
                raise TeachingError("parameter_incomplete", file=city.file, key=key, field=field)
        before = [entry for entry in ours.series[key] if entry.since < entries[0].since]
        series[key] = (*before, *entries)
    return Parameters(file=city.file, series=MappingProxyType(series))


def _unlike(value: object, example: object) -> str:
    """Name the part of a value that is not of its kind; blank when it is."""
    if not isinstance(example, dict):
        return "" if _of_a_kind(value, example) else "value"
    if not isinstance(value, dict):
        return "value"
    wrong = (key for key, one in example.items() if key not in value or not _of_a_kind(value[key], one))
    return str(next(wrong, ""))


def _of_a_kind(value: object, example: object) -> bool:
    """Tell whether a value may stand where the example stands; what lies deeper may leave parts out.

    >>> _of_a_kind({"days": 5}, {"days": 7, "of": "week"}), _of_a_kind({"days": "5"}, {"days": 7})
    (True, False)
    """
    if isinstance(value, int | float) and type(value) in {int, float} and type(example) in {int, float}:
        # To keep something for −5 days would remove what came in just now.
        return math.isfinite(value) and (value >= 0 or example < 0)  # type: ignore[operator]  # a number, as tested
    if type(value) is not type(example):
        return example is None
    if isinstance(value, dict) and isinstance(example, dict):
        return all(_of_a_kind(value[key], one) for key, one in example.items() if key in value)
    if isinstance(value, list) and isinstance(example, list):
        return all(_of_a_kind(one, example[0]) for one in value) if example else True
    return True

"""A ranker, or replies laid out for it, kept in a folder: plain arrays and a card in JSON; nothing in it can run.

The arrays are files of numpy, opened without pickle and not read as a whole: processes of a machine share them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from minben.commons import sparse
from minben.commons.errors import TeachingError
from minben.needs.hotline.core.answering.index import Index, Learned, Side, Spread
from minben.needs.hotline.core.answering.learning import Ranker
from minben.needs.hotline.core.answering.meaning import Bridge, Looks, Part, Space
from minben.needs.hotline.core.answering.ranking import Order, Weights
from minben.needs.hotline.core.answering.sources import Context
from minben.needs.hotline.core.answering.translating import Translation

Array = NDArray[Any]
CARD, FORM = "card.json", "minben-replies-3"
_Kind = TypeVar("_Kind")


class KeptRefused(TeachingError):
    """A folder that is absent, not ours, or changed: ``model_absent``, ``model_foreign`` or ``model_changed``."""


def keep(kept: Ranker | Index, folder: Path, told: Mapping[str, Any]) -> str:
    """Write a ranker or an index into a folder, which is made if absent; return its version.

    The card comes last: a folder without one is not ours, so that a write that breaks off leaves nothing.

    Parameters
    ----------
    kept
        An index is written without what its ranker learned.
    told
        What the card says besides; plain JSON.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CARD).unlink(missing_ok=True)
    arrays = dict(_flat(kept))
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    version = _version(arrays, told)
    card = {"form": FORM, "version": version, "arrays": list(arrays), "told": dict(told)}
    (folder / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=1), encoding="utf-8")
    return version


def card_of(folder: Path) -> dict[str, Any]:
    """Read the card of a folder: its ``version`` and what was ``told``.

    Raises
    ------
    KeptRefused
        When it is absent or not ours.
    """
    path = folder / CARD
    try:
        card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        known = card["form"] == FORM and all(str(name).isascii() for name in card["arrays"])
    except FileNotFoundError:
        raise KeptRefused("model_absent", path=str(path)) from None
    except (ValueError, TypeError, KeyError):
        raise KeptRefused("model_foreign", path=str(path)) from None
    if not known:
        raise KeptRefused("model_foreign", path=str(path))
    return card


def ranker_in(folder: Path) -> Ranker:
    """Open a ranker; it is read once as a whole to see that it is as it was written.

    Raises
    ------
    KeptRefused
    """
    card, found = card_of(folder), _arrays(folder)
    if _version(found, card["told"]) != card["version"]:
        raise KeptRefused("model_changed", path=str(folder))
    # In the order in which they were written: sums of them come out the same to the last bit.
    parts = {
        name: _of(Part, found, f"learned.space.parts.{name}") for name in _names(found, "learned.space.parts")
    }
    learned = Learned(
        Space(parts),
        _of(Bridge, found, "learned.bridge"),
        _of(Looks, found, "learned.looks"),
        _translation(found, "learned.translation"),
    )
    order = Order(
        rough=_of(Weights, found, "order.rough"),
        knots=found["order.knots"],
        fine=_of(Weights, found, "order.fine"),
        sureness=found["order.sureness"],
        certain=found["order.certain"],
        least=found["order.least"],
    )
    return Ranker(learned, order)


def index_in(folder: Path, learned: Learned) -> Index:
    """Open replies that were laid out for what is learned.

    Raises
    ------
    KeptRefused
    """
    card_of(folder)
    found = _arrays(folder)
    sides = {name: _of(Side, found, f"sides.{name}") for name in _names(found, "sides")}
    spreads = {name: _of(Spread, found, f"spreads.{name}") for name in _names(found, "spreads")}
    return Index(
        sides=sides,
        postings=_matrix(found, "postings"),
        heard=_matrix(found, "heard"),
        context=Context(
            {name: _matrix(found, f"context.postings.{name}") for name in _names(found, "context.postings")},
            found["context.known"],
        ),
        place=found["place"],
        expected=found["expected"],
        looks=found["looks"],
        learned=learned,
        spreads=spreads,
        length=found["length"],
    )


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, Array]]:
    """Take a value apart into named arrays; an index leaves out what its ranker learned."""
    if isinstance(value, np.ndarray):
        yield name, np.ascontiguousarray(value)
    elif sparse.issparse(value):
        found = {"data": value.data, "indices": value.indices, "indptr": value.indptr}
        yield from _flat({**found, "shape": np.array(value.shape, dtype=np.int64)}, name)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _flat(part, f"{name}.{key}" if name else key)
    elif is_dataclass(value):
        left_out = {"learned"} if isinstance(value, Index) else set[str]()
        parts = {one.name: getattr(value, one.name) for one in fields(value) if one.name not in left_out}
        yield from _flat(parts, name)


def _arrays(folder: Path) -> dict[str, Array]:
    found = {}
    for name in card_of(folder)["arrays"]:
        path = folder / f"{Path(name).name}.npy"
        try:
            found[str(name)] = np.load(path, mmap_mode="r", allow_pickle=False)
        except FileNotFoundError:
            raise KeptRefused("model_absent", path=str(path)) from None
        except (ValueError, EOFError):
            raise KeptRefused("model_foreign", path=str(path)) from None
    return found


def _of(kind: type[_Kind], found: Mapping[str, Array], name: str) -> _Kind:
    return kind(**{one.name: found[f"{name}.{one.name}"] for one in fields(kind)})  # type: ignore[arg-type]  # a dataclass


def _translation(found: Mapping[str, Array], name: str) -> Translation:
    return Translation(found[f"{name}.asked"], found[f"{name}.answered"], _matrix(found, f"{name}.lift"))


def _matrix(found: Mapping[str, Array], name: str) -> sparse.csr_matrix:
    parts = tuple(found[f"{name}.{part}"] for part in ("data", "indices", "indptr"))
    return sparse.csr_matrix(parts, shape=tuple(found[f"{name}.shape"].tolist()))


def _names(found: Mapping[str, Array], of: str) -> list[str]:
    inside = (name.removeprefix(f"{of}.") for name in found if name.startswith(f"{of}."))
    return list(dict.fromkeys(name.split(".")[0] for name in inside))


def _version(arrays: Mapping[str, Array], told: Mapping[str, Any]) -> str:
    digest = hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode())
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(array.data)
    return digest.hexdigest()[:16]

"""Texts turned into sparse numbers: hashed character and word grams, for a whole batch at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import rjieba
import scipy.sparse as sparse
from numpy.typing import NDArray

UintArray = NDArray[np.uint32]
MIX = (np.uint32(0x9E3779B1), np.uint32(0x85EBCA77), np.uint32(0xC2B2AE3D))


@dataclass(frozen=True, slots=True)
class Hashing:
    """How texts become columns.

    Parameters
    ----------
    bits
        The number of columns is ``2 ** bits``.
    characters
        The longest gram of characters, 1 to 3.
    words
        The longest gram of words, 0 (no words) to 2.
    """

    bits: int = 18
    characters: int = 3
    words: int = 2


def count(texts: Sequence[str], hashing: Hashing) -> sparse.csr_matrix:
    """Count the grams of each text.

    Parameters
    ----------
    texts
        Any texts; letter case and white space are ignored.

    Returns
    -------
    csr_matrix, shape (len(texts), 2 ** bits), float32
        How often each hashed gram occurs in each text.

    Examples
    --------
    >>> count(["路灯 坏", "路灯坏"], Hashing(bits=10, words=0)).sum(axis=1).tolist()
    [[6.0], [6.0]]
    """
    parts = [_character_grams(texts, hashing)]
    if hashing.words:
        parts.append(_word_grams(texts, hashing))
    columns = np.concatenate([columns for _, columns in parts]).astype(np.int32)
    rows = np.concatenate([rows for rows, _ in parts]).astype(np.int32)
    ones = np.ones(len(columns), dtype=np.float32)
    return sparse.coo_matrix((ones, (rows, columns)), shape=(len(texts), 1 << hashing.bits)).tocsr()


def _mixed(values: UintArray) -> UintArray:
    values = (values ^ (values >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
    return values ^ (values >> np.uint32(13))


def _grams(units: UintArray, rows: NDArray[np.int64], longest: int) -> tuple[UintArray, NDArray[np.int64]]:
    hashes, found, owners = units * MIX[0], [], []
    for size in range(1, longest + 1):
        if size > 1:
            hashes = _mixed(hashes[:-1] ^ (units[size - 1 :] * MIX[size - 1]))
        whole = rows[: len(hashes)] == rows[size - 1 :]
        found.append(_mixed(hashes)[whole])
        owners.append(rows[: len(hashes)][whole])
    return np.concatenate(found), np.concatenate(owners)


def _character_grams(texts: Sequence[str], hashing: Hashing) -> tuple[NDArray[np.int64], UintArray]:
    bare = ["".join(text.lower().split()) for text in texts]
    units = np.frombuffer("".join(bare).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in bare])
    hashes, owners = _grams(units, rows, hashing.characters)
    return owners, hashes >> np.uint32(32 - hashing.bits)


def _word_grams(texts: Sequence[str], hashing: Hashing) -> tuple[NDArray[np.int64], UintArray]:
    cut = [rjieba.cut("".join(text.lower().split())) for text in texts]
    seen: dict[str, int] = {}
    numbers = [seen.setdefault(word, _word_number(word)) for words in cut for word in words]
    rows = np.repeat(np.arange(len(texts)), [len(words) for words in cut])
    hashes, owners = _grams(np.array(numbers, dtype=np.uint32), rows, hashing.words)
    return owners, hashes >> np.uint32(32 - hashing.bits)


def _word_number(word: str) -> int:
    number = 0x811C9DC5
    for byte in word.encode():
        number = ((number ^ byte) * 0x01000193) & 0xFFFFFFFF
    return number

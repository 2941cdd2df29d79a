"""Parquet, row group by row group."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq

from minben.commons.tables.batches import Rows
from minben.commons.tables.headers import Names, header

__all__ = ["open_parquet"]


@contextmanager
def open_parquet(path: Path, size: int) -> Iterator[tuple[Names, Rows]]:
    """Open a Parquet file: its column names, and its rows with native values, ``size`` at a time."""
    with pq.ParquetFile(path) as file:
        yield header(file.schema_arrow.names, path.name, row=0), _rows(file, size)


def _rows(file: pq.ParquetFile, size: int) -> Rows:
    number = 0
    for batch in file.iter_batches(batch_size=size):
        for row in batch.to_pylist():
            number += 1
            yield number, row
